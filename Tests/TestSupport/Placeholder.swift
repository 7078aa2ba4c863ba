/// Holds the place.
