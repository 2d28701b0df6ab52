"""The tabular form of a registry: one CSV file per record kind, and a dictionary of every column.

Files: `patient.csv`, `transplant.csv`, ... one per record kind, each there even when empty, `dictionary.csv`,
and with identifiers `note.csv`. UTF-8, comma, LF, a header always, the same columns whatever the data.
Every row starts with `patient` (the patient's code, or the record's id where no code was given) and `id`;
records that belong to a transplant or a treatment carry its id next. Then the fields:

- text, code, choice, integer, link: one column; choices as stable codes, several joined with `|`.
- time: `<f>_earliest`, `<f>_latest` in days after HSCT, both included, an empty one is an open end;
  `<f>` itself only where they are one single day. A point entered as an age has `<f>_age_earliest`,
  `<f>_age_latest` in days of age. With identifiers, one entered as a date has `<f>_date_earliest`,
  `<f>_date_latest`, and `<f>_text` is what was typed.
- date (birth, day 0; only with identifiers): the same in ISO dates.
- quantity: `<f>_low`, `<f>_high` in `<f>_unit`, an empty one is an open end, `<f>` itself only where exact;
  `<f>_bounds` is `[` or `]` where the bound is included, `(` or `)` where it is not; `<f>_text` as typed, in
  `<f>_entered_unit`.
- every field: `<f>_missing`, the reason for having no value.

Nothing imprecise looks exact: its `<f>` is empty. Units are UCUM codes, numbers have a decimal point and no
grouping, dates are ISO 8601.

Without identifiers a point entered as a date or an age becomes its day after HSCT; where day 0 is not known
an age stays and a date is left out. Names, dates and notes have no column. Where no age was entered, birth
and day 0 become the age at HSCT, in years to the tenth, below two in completed weeks.

A file written by hand needs few of the columns: `patient`, the owner's id, and per field the plainest of
its columns (`day`, or `day_text` as people write it; `value` with `value_unit`, or `value_text`). What is
left out is blank. A row without `id` gets one; ids such as `t1` hold among the files of one import. All cells
of a field must agree, and a text with two readings is refused unless the cells beside it settle it.
"""
