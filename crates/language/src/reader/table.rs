//! A linear model as bytes: one row of small weights for each bucket of pieces.
//!
//! Layout, little endian: magic `svl1`, log2 of the rows (u32), classes (u32), scale (f32), warmth (f32),
//! mark of what it was grown from (u64), a bias for each class (f32), then for each row the weights (i8) of
//! the classes, filled up to a multiple of 16.
//!
//! Absent: growing it (`grow`).

/// A linear model, read in place.
#[derive(Debug)]
pub struct Table {
    shift: u32,
    /// Bytes of a row: the classes, filled up to whole lanes.
    width: usize,
    scale: f32,
    warmth: f32,
    #[cfg(test)]
    mark: u64,
    bias: Vec<f32>,
    weights: &'static [u8],
}

const MAGIC: &[u8; 4] = b"svl1";
const HEAD: usize = 28;
/// Weights that are added at once.
const LANES: usize = 16;
/// No model here has more classes.
const MOST_CLASSES: usize = 48;

impl Table {
    /// Reads a table that was built into the program.
    pub fn built_in(bytes: &'static [u8]) -> Self {
        let word = |at: usize| -> [u8; 4] { bytes[at..at + 4].try_into().expect("four bytes") };
        assert_eq!(&bytes[..4], MAGIC, "a table begins with its magic");
        let rows = u32::from_le_bytes(word(4));
        let classes = u32::from_le_bytes(word(8)) as usize;
        let bias = (0..classes).map(|class| f32::from_le_bytes(word(HEAD + class * 4))).collect();
        let weights = &bytes[HEAD + classes * 4..];
        let width = classes.next_multiple_of(LANES);
        assert_eq!(weights.len(), width << rows, "a table has all its rows");
        let (scale, warmth) = (f32::from_le_bytes(word(12)), f32::from_le_bytes(word(16)));
        Self {
            shift: 32 - rows,
            width,
            scale,
            warmth,
            #[cfg(test)]
            mark: u64::from_le_bytes(bytes[20..28].try_into().expect("eight bytes")),
            bias,
            weights,
        }
    }

    /// What it was grown from.
    #[cfg(test)]
    pub fn mark(&self) -> u64 {
        self.mark
    }

    /// Probabilities by class.
    pub fn probabilities(&self, pieces: &[u32]) -> Vec<f64> {
        let mut sums = [[0_i32; LANES]; MOST_CLASSES / LANES];
        let width = self.width;
        for piece in pieces {
            let row = (piece >> self.shift) as usize * width;
            let (lanes, _) = self.weights[row..row + width].as_chunks::<LANES>();
            for (sums, weights) in sums.iter_mut().zip(lanes) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += i32::from(weight.cast_signed());
                }
            }
        }
        let length = f64::from(u32::try_from(pieces.len().max(1)).unwrap_or(u32::MAX)).sqrt();
        let scale = f64::from(self.scale) / length;
        let score =
            |(sum, bias): (&i32, &f32)| (f64::from(*sum) * scale + f64::from(*bias)) * f64::from(self.warmth);
        softmax(sums.as_flattened().iter().zip(&self.bias).map(score).collect())
    }
}

/// Scores to probabilities.
pub fn softmax(mut scores: Vec<f64>) -> Vec<f64> {
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    for score in &mut scores {
        *score = (*score - top).exp();
    }
    let sum: f64 = scores.iter().sum();
    for score in &mut scores {
        *score /= sum;
    }
    scores
}

/// Writes a table: `weights` by row, then class.
#[cfg(feature = "grow")]
pub fn write(rows: u32, bias: &[f32], weights: &[f32], warmth: f32, mark: u64) -> Vec<u8> {
    let top = weights.iter().fold(0.0_f32, |top, weight| top.max(weight.abs()));
    let scale = top.min(4.0 * root_mean_square(weights) + 1e-6) / 127.0;
    let mut out = Vec::with_capacity(HEAD + bias.len() * 4 + weights.len());
    out.extend(MAGIC);
    out.extend(rows.to_le_bytes());
    out.extend(u32::try_from(bias.len()).expect("few classes").to_le_bytes());
    out.extend(scale.to_le_bytes());
    out.extend(warmth.to_le_bytes());
    out.extend(mark.to_le_bytes());
    for bias in bias {
        out.extend(bias.to_le_bytes());
    }
    #[expect(clippy::cast_possible_truncation, reason = "clamped to a byte")]
    let small = |weight: &f32| ((weight / scale).round().clamp(-127.0, 127.0) as i8).cast_unsigned();
    for row in weights.chunks(bias.len()) {
        out.extend(row.iter().map(small));
        out.extend(std::iter::repeat_n(0, bias.len().next_multiple_of(LANES) - bias.len()));
    }
    out
}

#[cfg(feature = "grow")]
fn root_mean_square(weights: &[f32]) -> f32 {
    let used: Vec<f32> = weights.iter().copied().filter(|weight| weight.abs() > 1e-4).collect();
    #[expect(clippy::cast_precision_loss, reason = "a mean")]
    let count = used.len().max(1) as f32;
    8.0 * (used.iter().map(|weight| weight * weight).sum::<f32>() / count).sqrt()
}
