//! What is shown, computed and tested without drawing: rates, geometry of
//! charts, order of tables, wording of figures.

pub mod area;
pub mod arrival;
pub mod breaches;
pub mod checklist;
pub mod columns;
pub mod comparison;
pub mod days;
pub mod exports;
pub mod files;
pub mod funnel;
pub mod heat;
pub mod mapping;
pub mod marks;
pub mod names;
pub mod notes;
pub mod order;
pub mod people;
pub mod protection;
pub mod rates;
pub mod risk;
pub mod scale;
pub mod share;
pub mod sheet;
pub mod texts;

#[cfg(test)]
pub mod sample;
