/// Holds the place of the tables.
