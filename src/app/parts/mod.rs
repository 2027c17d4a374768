//! Small components: values down, callbacks up.
