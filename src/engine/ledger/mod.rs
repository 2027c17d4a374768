//! What was released before, so that releases of the same data can be held
//! against each other.
