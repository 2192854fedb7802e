//! A seeded die (SplitMix64), and what fingers do to words.

/// A die.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The same seed throws the same.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    /// 0 to `sides` - 1.
    pub fn below(&mut self, sides: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(sides.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// One of these.
    pub fn pick<'a, T: ?Sized>(&mut self, among: &[&'a T]) -> &'a T {
        among[self.below(among.len())]
    }

    /// The words as typed: now and then without capitals, dots or accents, with a letter lost, doubled or swapped.
    pub fn typed(&mut self, words: &str) -> String {
        let mut text = words.to_owned();
        if self.percent(35) {
            text = text.to_lowercase();
        }
        if self.percent(10) {
            text = text.replace(['å', 'ä'], "a").replace('ö', "o");
        }
        if self.percent(25) {
            text = text.trim_end_matches(['.', '!', '?']).to_owned();
        }
        if self.percent(18) {
            text = self.slip(&text);
        }
        text
    }

    /// One slip of a finger, in a longer word, never in a number or a name.
    fn slip(&mut self, text: &str) -> String {
        let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let long = |it: &String| it.chars().count() >= 5 && it.chars().all(char::is_alphabetic);
        let lower = |it: &String| it.chars().next().is_some_and(char::is_lowercase);
        let at: Vec<usize> =
            words.iter().enumerate().filter(|(_, it)| long(it) && lower(it)).map(|(at, _)| at).collect();
        if at.is_empty() {
            return text.to_owned();
        }
        let word = at[self.below(at.len())];
        let mut letters: Vec<char> = words[word].chars().collect();
        let place = 1 + self.below(letters.len() - 2);
        match self.below(3) {
            0 => {
                letters.remove(place);
            }
            1 => letters.insert(place, letters[place]),
            _ => letters.swap(place, place + 1),
        }
        words[word] = letters.into_iter().collect();
        words.join(" ")
    }
}
