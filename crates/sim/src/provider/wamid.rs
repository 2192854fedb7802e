//! Ids as WhatsApp makes them: base64 around the other side's number and a run of hexadecimal digits.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// The id of a message that the person wrote: 20 hexadecimal digits inside.
pub fn inbound(digits: &str, chance: u128) -> String {
    wamid(0x12, digits, &format!("3A{}", &format!("{chance:032X}")[14..]))
}

/// The id of a message that the clinic sent: 18 hexadecimal digits inside.
pub fn outbound(digits: &str, chance: u128) -> String {
    wamid(0x11, digits, &format!("{chance:032X}")[14..])
}

/// Bytes as seen in the published samples.
fn wamid(kind: u8, digits: &str, hex: &str) -> String {
    let length = |it: &str| u8::try_from(it.len()).expect("a number and a run of digits are short");
    let mut bytes = vec![0x1C, 0x18, length(digits)];
    bytes.extend_from_slice(digits.as_bytes());
    bytes.extend_from_slice(&[0x15, 0x02, 0x00, kind, 0x18, length(hex)]);
    bytes.extend_from_slice(hex.as_bytes());
    bytes.push(0x00);
    format!("wamid.{}", STANDARD.encode(bytes))
}

/// The business-scoped id of a number, the same each time: `SE.` and 19 digits.
pub fn user_id(digits: &str) -> String {
    let hash = Sha256::digest(format!("svara-sim user {digits}"));
    let number = u64::from_be_bytes(hash[..8].try_into().expect("a hash has more than eight bytes"));
    format!("SE.1{:018}", number % 1_000_000_000_000_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_looks_like_those_of_the_samples() {
        assert!(inbound("46700000001", 1).starts_with("wamid.HBgLNDY3MDAwMDAwMDEVAgASGBQzQT"));
        assert!(outbound("46700000001", 1).starts_with("wamid.HBgLNDY3MDAwMDAwMDEVAgARGBI"));
        assert_ne!(outbound("46700000001", 1), outbound("46700000001", 2));
        assert!(user_id("46700000001").parse::<svara_model::UserId>().is_ok());
    }
}
