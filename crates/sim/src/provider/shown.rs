//! What a phone shows of a body that was checked. Absent: checks.

use super::state::{Choice, Link, Shown};
use serde_json::Value;

pub(super) fn of(kind: &str, body: &Value) -> Shown {
    let part = &body[kind];
    let plain = |text: String| Shown { kind: kind.to_owned(), text, ..Shown::default() };
    match kind {
        "text" => plain(words(&part["body"])),
        "interactive" => interactive(part),
        "location" => plain([words(&part["name"]), words(&part["address"])].join("\n").trim().to_owned()),
        "contacts" => plain(words(&part[0]["name"]["formatted_name"])),
        "reaction" => plain(words(&part["emoji"])),
        _ => plain(words(&part["caption"])),
    }
}

fn words(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn interactive(part: &Value) -> Shown {
    let action = &part["action"];
    let buttons = action["buttons"].as_array().into_iter().flatten().map(|it| choice(&it["reply"]));
    let sections = action["sections"].as_array().into_iter().flatten();
    let rows = sections.filter_map(|it| it["rows"].as_array()).flatten().map(choice);
    let parameters = &action["parameters"];
    let link = parameters["url"]
        .as_str()
        .map(|url| Link { label: words(&parameters["display_text"]), url: url.to_owned() });
    Shown {
        kind: words(&part["type"]),
        text: words(&part["body"]["text"]),
        header: part["header"]["text"].as_str().map(str::to_owned),
        footer: part["footer"]["text"].as_str().map(str::to_owned),
        choices: buttons.chain(rows).collect(),
        open: action["button"].as_str().map(str::to_owned),
        link,
        tapped: None,
        file: None,
    }
}

fn choice(value: &Value) -> Choice {
    Choice {
        id: words(&value["id"]),
        title: words(&value["title"]),
        description: value["description"].as_str().map(str::to_owned),
    }
}
