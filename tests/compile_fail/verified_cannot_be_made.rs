//! Only the verifier says that bytes may leave.

use milchglas::contract::Risk;
use milchglas::engine::verifier::Verified;

pub fn case() -> Verified {
    Verified { bytes: [0; 32], risk: Risk::default() }
}

fn main() {}
