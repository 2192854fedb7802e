//! Multinomial logistic regression over hashed pieces, by AdaGrad in a fixed order.
//!
//! Absent: the texts; a row is pieces and a class.

use crate::reader::table::softmax;

/// One example as numbers.
#[derive(Clone, Debug)]
pub struct Row {
    /// Hashed pieces.
    pub pieces: Vec<u32>,
    /// What it is.
    pub class: usize,
    /// Rows of one line stay together in cross-validation.
    pub line: usize,
    /// How much it counts.
    pub weight: f32,
    /// For the report.
    pub group: usize,
}

/// What was learned.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// By row, then class.
    pub weights: Vec<f32>,
    /// By class.
    pub bias: Vec<f32>,
}

const PASSES: usize = 8;
const RATE: f32 = 0.35;
/// Keeps weights of seldom pieces small.
const SHRINK: f32 = 2e-5;
const FOLDS: usize = 5;

/// Learns from all rows.
pub fn fit(rows: &[Row], size: u32, classes: usize) -> Fitted {
    let refs: Vec<&Row> = rows.iter().collect();
    learn(&refs, size, classes)
}

/// Scores of every row by a model that has not seen its line, and the warmth that fits them best.
pub fn tested(rows: &[Row], size: u32, classes: usize) -> (Vec<Vec<f64>>, f32) {
    let mut scores = vec![Vec::new(); rows.len()];
    for fold in 0..FOLDS {
        let seen: Vec<&Row> = rows.iter().filter(|row| fold_of(row.line) != fold).collect();
        let fitted = learn(&seen, size, classes);
        for (row, scores) in rows.iter().zip(&mut scores).filter(|(row, _)| fold_of(row.line) == fold) {
            *scores = score(&fitted, row, size, classes).iter().map(|score| f64::from(*score)).collect();
        }
    }
    let warmth = (2..=40)
        .map(|step| f64::from(step) * 0.05)
        .max_by(|a, b| likelihood(rows, &scores, *a).total_cmp(&likelihood(rows, &scores, *b)));
    #[expect(clippy::cast_possible_truncation, reason = "a small number")]
    let warmth = warmth.unwrap_or(1.0) as f32;
    (scores, warmth)
}

fn fold_of(line: usize) -> usize {
    (line.wrapping_mul(2_654_435_761) >> 8) % FOLDS
}

fn likelihood(rows: &[Row], scores: &[Vec<f64>], warmth: f64) -> f64 {
    let one = |(row, scores): (&Row, &Vec<f64>)| {
        let chances = softmax(scores.iter().map(|score| score * warmth).collect());
        f64::from(row.weight) * chances[row.class].max(1e-9).ln()
    };
    rows.iter().zip(scores).map(one).sum()
}

fn learn(rows: &[&Row], size: u32, classes: usize) -> Fitted {
    let mut fitted = Fitted { weights: vec![0.0; classes << size], bias: vec![0.0; classes] };
    let mut steps = vec![0.1_f32; classes << size];
    let mut bias_steps = vec![1.0_f32; classes];
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut seed = 0x00C0_FFEE_u64;
    for _ in 0..PASSES {
        shuffle(&mut order, &mut seed);
        for index in &order {
            let row = rows[*index];
            let scores = score(&fitted, row, size, classes);
            let chances = softmax(scores.iter().map(|score| f64::from(*score)).collect());
            #[expect(clippy::cast_possible_truncation, reason = "a probability")]
            let pull: Vec<f32> = chances
                .iter()
                .enumerate()
                .map(|(class, chance)| {
                    row.weight * (*chance as f32 - f32::from(u8::from(class == row.class)))
                })
                .collect();
            step(&mut fitted, &mut steps, row, &pull, size);
            for ((bias, own), pull) in fitted.bias.iter_mut().zip(&mut bias_steps).zip(&pull) {
                *own += pull * pull;
                *bias -= 0.05 * pull / own.sqrt();
            }
        }
    }
    fitted
}

fn score(fitted: &Fitted, row: &Row, size: u32, classes: usize) -> Vec<f32> {
    let mut scores = vec![0.0_f32; classes];
    for piece in &row.pieces {
        let at = (piece >> (32 - size)) as usize * classes;
        for (score, weight) in scores.iter_mut().zip(&fitted.weights[at..at + classes]) {
            *score += weight;
        }
    }
    let length = 1.0 / root(row.pieces.len());
    scores.iter().zip(&fitted.bias).map(|(score, bias)| score * length + bias).collect()
}

fn step(fitted: &mut Fitted, steps: &mut [f32], row: &Row, pull: &[f32], size: u32) {
    let length = 1.0 / root(row.pieces.len());
    let classes = pull.len();
    for piece in &row.pieces {
        let at = (piece >> (32 - size)) as usize * classes;
        let weights = &mut fitted.weights[at..at + classes];
        let own = &mut steps[at..at + classes];
        for ((weight, own), pull) in weights.iter_mut().zip(own).zip(pull) {
            let slope = pull * length + SHRINK * *weight;
            *own += slope * slope;
            *weight -= RATE * slope / own.sqrt();
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a length")]
fn root(count: usize) -> f32 {
    (count.max(1) as f32).sqrt()
}

fn shuffle(order: &mut [usize], seed: &mut u64) {
    for at in (1..order.len()).rev() {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        let other = usize::try_from(*seed % (at as u64 + 1)).unwrap_or(0);
        order.swap(at, other);
    }
}
