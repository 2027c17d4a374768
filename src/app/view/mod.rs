//! What is shown, computed and tested without drawing: rates, geometry of
//! charts, order of tables, wording of figures.

pub mod area;
pub mod arrival;
pub mod columns;
pub mod days;
pub mod files;
pub mod funnel;
pub mod heat;
pub mod mapping;
pub mod marks;
pub mod names;
pub mod notes;
pub mod order;
pub mod people;
pub mod rates;
pub mod scale;
pub mod share;
pub mod sheet;

#[cfg(test)]
pub mod sample;
