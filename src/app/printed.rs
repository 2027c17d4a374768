//! A snapshot as one HTML page without scripts, drawn by the same components
//! as the page itself.
