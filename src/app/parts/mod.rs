//! Small components: values down, callbacks up.

pub mod value;
