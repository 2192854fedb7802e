//! The form of a template message. Whether there is such a template is asked in `templates`.

use super::part::{Part, unique};
use crate::provider::errors::ApiError;
use svara_channel::whatsapp::limits::{
    PARAMETER_BLANKS_MAX, TEMPLATE_BODY_UNITS_MAX, TEMPLATE_BUTTONS_MAX, TEMPLATE_NAME_UNITS_MAX,
    TEMPLATE_PAYLOAD_UNITS_MAX,
};

/// A header, a body and every button.
const COMPONENTS_MAX: usize = 2 + TEMPLATE_BUTTONS_MAX;
/// The body's text is the true limit; this only bounds the work.
const PARAMETERS_MAX: usize = 100;

pub(super) fn check(template: &Part) -> Result<(), ApiError> {
    template.only(&["name", "language", "components"])?;
    let name = template.text("name", TEMPLATE_NAME_UNITS_MAX)?;
    let right = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'_';
    if !name.bytes().all(right) {
        return Err(ApiError::value("template.name may hold a-z, 0-9 and _ only"));
    }
    language(&template.part("language")?)?;
    if !template.has("components") {
        return Ok(());
    }
    let components = template.parts("components", COMPONENTS_MAX)?;
    for component in &components {
        self::component(component)?;
    }
    let others: Vec<&str> =
        components.iter().map(|it| it.word("type")).filter(|it| *it != "button").collect();
    unique("Template components", &others)?;
    let indexes: Vec<String> = components
        .iter()
        .filter(|it| it.has("index"))
        .map(|it| index(it).unwrap_or_default().to_string())
        .collect();
    unique("Button indexes", &indexes.iter().map(String::as_str).collect::<Vec<_>>())?;
    one_kind_of_parameters(&components)
}

fn language(language: &Part) -> Result<(), ApiError> {
    language.only(&["code", "policy"])?;
    if language.has("policy") {
        language.one_of("policy", &["deterministic"])?;
    }
    let code = language.text("code", 10)?;
    let (tongue, region) = code.split_once('_').unwrap_or((code, "XX"));
    let right = (2..=3).contains(&tongue.len())
        && tongue.bytes().all(|it| it.is_ascii_lowercase())
        && (2..=3).contains(&region.len())
        && region.bytes().all(|it| it.is_ascii_uppercase());
    if right {
        Ok(())
    } else {
        Err(ApiError::value(format!("template.language.code: {code} is not a language code")))
    }
}

fn component(component: &Part) -> Result<(), ApiError> {
    match component.one_of("type", &["header", "body", "button"])? {
        "button" => button(component),
        kind => {
            component.only(&["type", "parameters"])?;
            for parameter in component.parts("parameters", PARAMETERS_MAX)? {
                self::parameter(&parameter, kind)?;
            }
            Ok(())
        }
    }
}

fn parameter(parameter: &Part, component: &str) -> Result<(), ApiError> {
    let kinds: &[&str] =
        if component == "body" { &["text"] } else { &["text", "image", "video", "document"] };
    match parameter.one_of("type", kinds)? {
        "text" => {
            parameter.only(&["type", "text", "parameter_name"])?;
            parameter.optional_text("parameter_name", 64)?;
            text(parameter)
        }
        kind => {
            parameter.only(&["type", kind])?;
            super::others::media(&parameter.part(kind)?, kind)
        }
    }
}

fn text(parameter: &Part) -> Result<(), ApiError> {
    let text = parameter.text("text", TEMPLATE_BODY_UNITS_MAX)?;
    let broken = text.contains(['\n', '\r', '\t']) || text.contains(&" ".repeat(PARAMETER_BLANKS_MAX + 1));
    if broken {
        return Err(ApiError::value(
            "Param text cannot have new-line/tab characters or more than 4 consecutive spaces",
        ));
    }
    Ok(())
}

fn index(button: &Part) -> Option<u64> {
    let index = button.value().get("index")?;
    index.as_u64().or_else(|| index.as_str()?.parse().ok())
}

fn button(button: &Part) -> Result<(), ApiError> {
    button.only(&["type", "sub_type", "index", "parameters"])?;
    let kind = button.one_of("sub_type", &["quick_reply", "url"])?;
    button.needed("index")?;
    let last = TEMPLATE_BUTTONS_MAX as u64 - 1;
    if index(button).is_none_or(|it| it > last) {
        return Err(ApiError::value(format!("{} must be 0 to {last}", button.path("index"))));
    }
    let [parameter] = &button.parts("parameters", 1)?[..] else {
        return Err(ApiError::value("A button takes one parameter"));
    };
    let wanted = if kind == "quick_reply" { "payload" } else { "text" };
    parameter.only(&["type", wanted])?;
    parameter.one_of("type", &[wanted])?;
    parameter.text(wanted, TEMPLATE_PAYLOAD_UNITS_MAX).map(drop)
}

fn one_kind_of_parameters(components: &[Part]) -> Result<(), ApiError> {
    let lists = components
        .iter()
        .filter(|it| it.word("type") != "button")
        .filter_map(|it| it.value()["parameters"].as_array());
    let mut named =
        lists.flatten().filter(|it| it["type"] == "text").map(|it| it.get("parameter_name").is_some());
    let first = named.next();
    if first.is_some_and(|first| named.any(|it| it != first)) {
        return Err(ApiError::new(132_018, "Named and positional parameters are mixed"));
    }
    Ok(())
}
