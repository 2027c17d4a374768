//! The attacker against tables with known answers, and against itself in other
//! forms.

mod mutations;
mod oracles;
mod rules;
mod tables;
mod twins;
mod verified;
