"""Every derived column, each defined once over all patients; its docstring is the rule and its source."""
