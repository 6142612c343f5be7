//! The published schema is that of the code. `NEUROGLASS_BLESS=1` writes it.
#![cfg(all(feature = "schema", not(target_arch = "wasm32")))]

#[test]
fn the_published_schema_is_that_of_the_code() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../web/experiment.schema.json"
    );
    let schema =
        serde_json::to_string_pretty(&neuroglass_core::schema()).expect("plain JSON") + "\n";
    if std::env::var_os("NEUROGLASS_BLESS").is_some() {
        std::fs::write(path, schema).expect("a writable schema");
        return;
    }
    let published = std::fs::read_to_string(path).expect("web/experiment.schema.json");
    assert!(
        schema == published,
        "run again with NEUROGLASS_BLESS=1, and look at the difference"
    );
}
