"""Entering a case: the session, the editor for every field, forms, tables and the counts grid."""
