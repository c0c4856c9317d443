//! What eyes make of colors: how far apart two colors are, also for eyes that lack a kind of cone.

use copydesk::config::theme::Rgb;

/// Eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Eyes {
    Usual,
    /// Without the cones for long waves.
    Protan,
    /// Without the cones for middle waves.
    Deutan,
    /// Without the cones for short waves.
    Tritan,
}

impl Eyes {
    pub(crate) const ALL: [Self; 4] = [Self::Usual, Self::Protan, Self::Deutan, Self::Tritan];

    /// What becomes of light, in linear RGB: the matrices for severity 1.0 of Machado, Oliveira and Fernandes, A
    /// Physiologically-based Model for Simulation of Color Vision Deficiency, IEEE TVCG 15 (2009), doi
    /// 10.1109/TVCG.2009.113, table 1.
    const fn matrix(self) -> [[f64; 3]; 3] {
        match self {
            Self::Usual => [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            Self::Protan => [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
            Self::Deutan => [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
            Self::Tritan => [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        }
    }

    /// How far apart two colors are: the distance in CIE 1976 L*a*b*. Two that differ by 2.3 can just be told apart side by
    /// side (Mahy, Van Eycken and Oosterlinck, 1994); words in a text are not side by side.
    pub(crate) fn distance(self, a: Rgb, b: Rgb) -> f64 {
        let (a, b) = (lab(self.see(a)), lab(self.see(b)));
        a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }

    fn see(self, color: Rgb) -> [f64; 3] {
        let light = color.linear();
        self.matrix().map(|row| {
            row.iter().zip(light).map(|(share, c)| share * c).sum::<f64>().clamp(0.0, 1.0)
        })
    }
}

/// Linear sRGB to L*a*b*, in the light of D65 (IEC 61966-2-1, CIE 15).
fn lab(light: [f64; 3]) -> [f64; 3] {
    let curve = |t: f64| {
        let knee = 6.0_f64 / 29.0;
        if t > knee.powi(3) { t.cbrt() } else { t / (3.0 * knee.powi(2)) + 4.0 / 29.0 }
    };
    // CIE XYZ, each as a share of that of white.
    let [x, y, z] = [
        [0.412_456_4 / 0.950_47, 0.357_576_1 / 0.950_47, 0.180_437_5 / 0.950_47],
        [0.212_672_9, 0.715_152_2, 0.072_175_0],
        [0.019_333_9 / 1.088_83, 0.119_192_0 / 1.088_83, 0.950_304_1 / 1.088_83],
    ]
    .map(|row| curve(row.iter().zip(light).map(|(share, c)| share * c).sum()));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

#[test]
fn grays_stay_gray_for_all_eyes() {
    for eyes in Eyes::ALL {
        for row in eyes.matrix() {
            assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-4, "{eyes:?}: {row:?}");
        }
    }
}

#[test]
fn distances_are_those_that_are_known() {
    let (black, white) = (Rgb(0, 0, 0), Rgb(255, 255, 255));
    assert!((Eyes::Usual.distance(black, white) - 100.0).abs() < 0.1);
    // The classic trap: a red and a green that some eyes see alike.
    let (red, green) = (Rgb(0xB0, 0x60, 0x30), Rgb(0x80, 0x80, 0x20));
    assert!(Eyes::Usual.distance(red, green) > 35.0);
    assert!(Eyes::Deutan.distance(red, green) < 12.0);
}
