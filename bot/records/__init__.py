"""The record: everything that must not be lost, in SQL. One module per noun; each function takes an open connection
and is called inside `Database.read` or `Database.write`, which is the unit of work."""
