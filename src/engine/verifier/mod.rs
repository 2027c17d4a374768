//! The attacker, tried on every snapshot before it leaves.
//!
//! Shares with protection the description of tables in `disclosure`, and nothing
//! else: another solver, other rules, the finished bytes instead of the owner's
//! data.
