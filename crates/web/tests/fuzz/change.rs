//! Changes of a tree of JSON, and of the bytes it is written as: what a broken or hostile sender does.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// What happens to one place of a tree, chosen by number.
#[derive(Clone, Debug)]
pub enum Change {
    /// It is not there.
    Drop(usize),
    /// It is something else.
    Replace(usize, Value),
    /// It is a list of itself, or stands in a list twice.
    Double(usize),
    /// It lies so deep in lists.
    Bury(usize, usize),
    /// Its name is another.
    Rename(usize, String),
    /// Words are put into its text.
    Insert(usize, usize, String),
}

/// A few changes of a tree, and of its bytes.
pub fn changes() -> impl Strategy<Value = (Vec<Change>, Vec<(usize, u8)>)> {
    let bytes = prop_oneof![9 => Just(Vec::new()), 1 => prop::collection::vec(any::<(usize, u8)>(), 1..4)];
    (prop::collection::vec(change(), 0..6), bytes)
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<usize>;
    prop_oneof![
        2 => place().prop_map(Change::Drop),
        5 => (place(), value()).prop_map(|(at, it)| Change::Replace(at, it)),
        1 => place().prop_map(Change::Double),
        1 => (place(), 1_usize..300).prop_map(|(at, deep)| Change::Bury(at, deep)),
        1 => (place(), text()).prop_map(|(at, name)| Change::Rename(at, name)),
        3 => (place(), any::<usize>(), text()).prop_map(|(at, within, it)| Change::Insert(at, within, it)),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let numbers = vec![
        json!(0),
        json!(-1),
        json!(i64::MIN),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1e308),
        json!(0.1),
        json!(4_294_967_296_u64),
        json!(253_402_300_800_i64),
    ];
    prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::Bool),
        2 => select(numbers),
        1 => any::<i32>().prop_map(|it| json!(it)),
        5 => text().prop_map(Value::String),
        1 => Just(json!([])),
        1 => Just(json!({})),
        1 => prop::collection::vec(text(), 0..4).prop_map(|it| json!(it)),
    ]
}

/// Texts that have broken others: times beyond the calendar, half letters' kin, marks of languages, long ones.
fn text() -> impl Strategy<Value = String> {
    let known = vec![
        "",
        " ",
        "0",
        "-1",
        "NaN",
        "null",
        "\u{0}",
        "\u{feff}",
        "\u{202e}abc",
        "\u{200d}",
        "e\u{301}\u{301}\u{301}",
        "9999-12-31T23:59:59Z",
        "-009999-01-01T00:00:00Z",
        "2026-02-30",
        "2026-03-29T02:30:00+01:00",
        "24:00",
        "25:61",
        "2026-10-25T02:30:00[Europe/Stockholm]",
        "Europe/Nowhere",
        "+46700000001",
        "+",
        "00",
        "sv",
        "xx-",
        "{{1}}",
        "%00",
        "%2e%2e%2f",
        "' OR 1=1 --",
        "<script>",
        "a\r\nb: c",
        "112",
        "stopp",
        "ja",
        "nästa torsdag kl 25",
        "den 31 februari",
        "om 99999999999999 veckor",
        "mellan 3 och 2",
        "🏳️‍🌈",
        "ﷺ",
        "İ",
        "ß",
        "ǅ",
        "१२:३०",
        "٣",
        "\u{1F468}\u{200D}\u{1F469}",
    ];
    prop_oneof![
        6 => select(known).prop_map(str::to_owned),
        3 => "\\PC{0,24}",
        1 => any::<String>(),
        1 => (1_usize..12_000).prop_map(|it| "å".repeat(it)),
        1 => (any::<i64>()).prop_map(|it| it.to_string()),
    ]
}

/// The tree with these changes, one after the other.
pub fn changed(mut tree: Value, changes: &[Change]) -> Value {
    for it in changes {
        let mut paths = Vec::new();
        places(&tree, &mut String::new(), &mut paths);
        let at = |place: usize| paths[place % paths.len()].clone();
        apply(&mut tree, it, at);
    }
    tree
}

fn apply(tree: &mut Value, change: &Change, at: impl Fn(usize) -> String) {
    match change {
        Change::Drop(place) => drop(taken(tree, &at(*place))),
        Change::Replace(place, new) => put(tree, &at(*place), |it| *it = new.clone()),
        Change::Double(place) => put(tree, &at(*place), |it| *it = json!([it, it])),
        Change::Bury(place, deep) => put(tree, &at(*place), |it| {
            for _ in 0..*deep {
                *it = Value::Array(vec![it.take()]);
            }
        }),
        Change::Rename(place, name) => {
            let path = at(*place);
            if let Some(it) = taken(tree, &path) {
                let parent = path.rsplit_once('/').map_or("", |it| it.0);
                if let Some(Value::Object(map)) = tree.pointer_mut(parent) {
                    map.insert(name.clone(), it);
                }
            }
        }
        Change::Insert(place, within, words) => put(tree, &at(*place), |it| {
            if let Value::String(text) = it {
                let ends: Vec<usize> = text.char_indices().map(|it| it.0).chain([text.len()]).collect();
                text.insert_str(ends[within % ends.len()], words);
            }
        }),
    }
}

fn put(tree: &mut Value, path: &str, how: impl FnOnce(&mut Value)) {
    if let Some(it) = tree.pointer_mut(path) {
        how(it);
    }
}

fn taken(tree: &mut Value, path: &str) -> Option<Value> {
    let (parent, name) = path.rsplit_once('/')?;
    let name = name.replace("~1", "/").replace("~0", "~");
    match tree.pointer_mut(parent)? {
        Value::Object(map) => map.remove(&name),
        Value::Array(list) => {
            name.parse().ok().filter(|it| *it < list.len()).map(|it: usize| list.remove(it))
        }
        _ => None,
    }
}

fn places(tree: &Value, path: &mut String, all: &mut Vec<String>) {
    all.push(path.clone());
    let length = path.len();
    let mut below = |name: &str, it: &Value, all: &mut Vec<String>| {
        path.push('/');
        path.push_str(&name.replace('~', "~0").replace('/', "~1"));
        places(it, path, all);
        path.truncate(length);
    };
    match tree {
        Value::Object(map) => map.iter().for_each(|(name, it)| below(name, it, all)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(place, it)| below(&place.to_string(), it, all));
        }
        _ => {}
    }
}

/// Bytes with some of them changed; an even number cuts there.
pub fn garbled(mut bytes: Vec<u8>, changes: &[(usize, u8)]) -> Vec<u8> {
    for (place, byte) in changes {
        if bytes.is_empty() {
            break;
        }
        let at = place % bytes.len();
        if byte % 8 == 0 {
            bytes.truncate(at);
        } else {
            bytes[at] = *byte;
        }
    }
    bytes
}
