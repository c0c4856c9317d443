//! A folder of three versions of one story and a story of its own, and what tests ask of the program on it.

use std::fs;

use copydesk::runtime::headless::Headless;
use tempfile::TempDir;

pub(crate) const WIRE: &str = "Ferry hits harbour wall

PORT ELLERY (Meridian) - A ferry with 212 passengers on board struck the outer wall of the harbour on Tuesday, injuring 14 people.

Nobody was killed, but four of the injured were flown to Kestrel Bay with broken bones.

\"We felt her lift, then slide,\" said Ida Calloway, a teacher who was on board with her class.

Engineers found six concrete blocks out of place when the tide went out in the evening.

Divers will look at the keel in the morning if the swell goes down, the harbour master said.";

pub(crate) const TRIM: &str = "Ferry hits sea wall

Port Ellery: A ferry with 212 passengers on board struck the outer wall of the harbour today, injuring 17 people.

Nobody was killed, but four of the injured were flown to Kestrel Bay with broken bones.

Engineers found six concrete blocks out of place when the tide went out in the evening.

\"We felt her lift, then slide,\" said Ida Calloway, a teacher who was on board with her class.";

pub(crate) const THIRD: &str = "Ferry crash at Port Ellery

A ferry with 212 passengers on board struck the outer wall of the harbour on Tuesday, injuring 14 people.

Nobody was killed, but four of the injured were flown to Kestrel Bay with broken bones.";

pub(crate) const ALONE: &str = "Bees suffer in warm winter

Beekeepers in the Hask valley have lost one hive in three since November, their league said on Monday.";

pub(crate) fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("a-wire.txt", WIRE);
    write("b-trim.txt", TRIM);
    write("c-third.txt", THIRD);
    write("z-bees.txt", ALONE);
    folder
}

#[track_caller]
pub(crate) fn check_absent(program: &Headless, unwanted: &str) {
    let text = program.text();
    assert!(!text.contains(unwanted), "on screen: {unwanted}\n{text}");
}

/// The versions shown, left first.
pub(crate) fn shown(program: &Headless) -> Vec<String> {
    program.model.pane.content.shown().iter().map(|shown| shown.name.to_string()).collect()
}
