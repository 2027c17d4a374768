//! What is shown, computed and tested without drawing: rates, geometry of
//! charts, order of tables, wording of figures.

pub mod people;
pub mod share;
pub mod sheet;
