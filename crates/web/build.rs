//! Makes sure that there is a console to embed: without a built one, a page that says in one sentence how to build it.

use std::path::Path;
use std::{fs, io};

const FOLDER: &str = "../../console/dist";
const PLACEHOLDER: &str = "<!doctype html>
<html lang=\"en\">
  <head><meta charset=\"utf-8\"><title>Svara</title></head>
  <body><p>The console is not built yet: run <code>cargo xtask build</code>, or <code>npm ci &amp;&amp; npm run build</code> in <code>console/</code>, and build svara again.</p></body>
</html>
";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={FOLDER}");
    let page = Path::new(FOLDER).join("index.html");
    if !page.exists() {
        fs::create_dir_all(FOLDER)?;
        fs::write(page, PLACEHOLDER)?;
    }
    Ok(())
}
