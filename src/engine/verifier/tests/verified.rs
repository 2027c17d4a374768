//! The door itself: the very bytes, as any reader would read them.

use super::super::{Refusal, confirm, verify};
use crate::contract::BreachKind;
use crate::engine::disclosure::Release;
use crate::engine::publish;
use crate::messages::SnapshotFault;

const GOLDEN: &str = include_str!("../../../../tests/golden/snapshot/version-1.milchglas.json");

#[test]
fn only_the_bytes_that_were_examined_have_passed() {
    for door in [verify, confirm] {
        match door(GOLDEN, &[], None, &mut |_, _| true) {
            Ok(verified) => {
                assert!(verified.passed(GOLDEN));
                assert!(!verified.passed(&format!("{GOLDEN} ")));
                assert!(verified.risk().cells > verified.risk().cells_withheld);
                assert_eq!(verified.risk().earlier, 0);
            }
            Err(refusal) => panic!("{refusal:?}"),
        }
    }
}

#[test]
fn what_readers_could_not_open_is_not_examined() {
    let altered = GOLDEN.replacen("\"threshold\": ", "\"threshold\": 1", 1);
    for (text, fault) in
        [("", SnapshotFault::NotASnapshot), (altered.as_str(), SnapshotFault::Altered)]
    {
        let refusal = verify(text, &[], None, &mut |_, _| true).err();
        assert_eq!(refusal, Some(Refusal::Unreadable(fault)));
    }
    let stopped = verify(GOLDEN, &[], None, &mut |_, _| false).err();
    assert_eq!(stopped, Some(Refusal::Stopped));
}

#[test]
fn a_release_beside_itself_is_no_news() {
    let snapshot = publish::open(GOLDEN).unwrap();
    let earlier = Release { snapshot: &snapshot, members: None };
    let together = verify(GOLDEN, &[earlier], None, &mut |_, _| true);
    let found = match &together {
        Ok(verified) => {
            assert_eq!(verified.risk().earlier, 1);
            Vec::new()
        }
        Err(Refusal::Breaches(breaches, _)) => breaches.clone(),
        Err(other) => panic!("{other:?}"),
    };
    assert!(found.iter().all(|breach| breach.kind != BreachKind::Difference), "{found:?}");
}
