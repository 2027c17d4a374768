//! Small components: values down, callbacks up.

pub mod value;
pub mod hand_over;
pub mod reading_progress;
pub mod zone_select;
pub mod file_entry;
pub mod mapping_choices;
pub mod radio;
pub mod counting_rules;
