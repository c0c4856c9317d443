//! The matrix of a story's versions.

use std::fs;

use copydesk::app::Overlay;
use copydesk::app::matrix::{Matrix, Share};
use copydesk::runtime::headless::Headless;
use tempfile::TempDir;

use crate::support::{check, open};

/// A story of so many versions, each a little shorter than the one before.
fn folder(n: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let sentence = |at: usize| {
        format!("Boat {at} of the harbour of Port Ellery left at {at} and came back by night. ")
    };
    for version in 0..n {
        let body: String = (version..60).map(sentence).collect();
        let path = folder.path().join(format!("v{version:02}.txt"));
        fs::write(path, format!("Boats are counted\n\n{body}")).unwrap();
    }
    let alone = "Bees suffer\n\nOne hive in three was lost in the Hask valley.";
    fs::write(folder.path().join("z-bees.txt"), alone).unwrap();
    folder
}

#[track_caller]
fn matrix(program: &Headless) -> &Matrix {
    let Some(Overlay::Matrix(matrix)) = &program.model.overlay else { panic!("no matrix") };
    matrix
}

fn shown(program: &Headless) -> Vec<String> {
    program.model.pane.content.shown().iter().map(|shown| shown.name.to_string()).collect()
}

#[test]
fn any_pair_is_opened_from_the_matrix() {
    let folder = folder(4);
    let mut program = open(folder.path(), (120, 40));
    program.press("M");
    check(&program, "Versions of Boats are counted");
    // A is longer than B: all of B is in A, and not the other way round.
    assert_eq!(matrix(&program).at, (1, 0));
    let shares = &matrix(&program).shares;
    assert_eq!((shares[1][0], shares[0][0]), (Share::Known(1.0), Share::Same));
    assert!(matches!(shares[0][1], Share::Known(share) if share < 1.0));
    check(&program, "100 % of B is in A v00 · 98 % of A is in B");
    program.press("<down><down><right><enter>");
    assert_eq!(shown(&program), ["v01", "v03"]);
    assert!(program.model.overlay.is_none());
    assert_eq!(program.model.focus, copydesk::app::Focus::Text);
    program.press("M");
    assert_eq!(matrix(&program).at, (3, 1));
    program.press("h");
    program.press("kkk<enter>");
    check(&program, "This is one version");
    program.press("<esc>");
    assert!(program.model.overlay.is_none());
    assert_eq!(shown(&program), ["v01", "v03"]);
}

#[test]
fn a_version_without_others_has_no_matrix() {
    let folder = folder(2);
    let mut program = open(folder.path(), (120, 40));
    program.press("GM");
    check(&program, "This is the only version of this story.");
    assert!(program.model.overlay.is_none());
}

#[test]
fn a_large_matrix_scrolls_and_knows_what_is_on_screen() {
    let folder = folder(40);
    let mut program = open(folder.path(), (80, 24));
    program.press("M");
    let is_known = |matrix: &Matrix| {
        let mut shares = matrix.shares.iter().flatten();
        shares.all(|share| !matches!(share, Share::Estimate(_)))
    };
    let (rows, columns) = matrix(&program).on_screen();
    assert!(rows.len() < 40 && columns.len() < 40);
    assert!(is_known(matrix(&program)));
    let n_known = program.model.known.len();
    assert!(n_known < 300, "{n_known} comparisons were made for a part of the matrix");
    program.press("G<right><right><right><right><right><right><right><right><right><right>");
    let matrix = matrix(&program);
    assert_eq!(matrix.at, (39, 10));
    let (rows, columns) = matrix.on_screen();
    assert!(rows.contains(&39) && columns.contains(&10));
    assert!(is_known(matrix));
    check(&program, "N1  v39");
}

#[test]
fn the_matrix_follows_the_folder() {
    let folder = folder(3);
    let mut program = open(folder.path(), (120, 40));
    program.press("M<down>");
    fs::remove_file(folder.path().join("v00.txt")).unwrap();
    program.look();
    // What was C is B now; the reader is still at it.
    assert_eq!(matrix(&program).rows.len(), 2);
    assert_eq!(matrix(&program).at.0, 1);
    fs::remove_file(folder.path().join("v01.txt")).unwrap();
    program.look();
    assert!(program.model.overlay.is_none());
    check(&program, "The versions of this story are gone.");
}
