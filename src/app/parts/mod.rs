//! Small components: values down, callbacks up.

pub mod campaign_picker;
pub mod campaign_table;
pub mod chart_bars;
pub mod chart_columns;
pub mod chart_curve;
pub mod chart_frame;
pub mod chart_funnel;
pub mod chart_heat;
pub mod count;
pub mod counting_rules;
pub mod figure;
pub mod file_entry;
pub mod hand_over;
pub mod mapping_choices;
pub mod radio;
pub mod reading_progress;
pub mod table;
pub mod value;
pub mod zone_select;
