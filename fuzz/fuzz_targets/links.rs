//! Any text as the code of a link: it is refused, or it is a run that is written as a link again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use neuroglass_protocol::link::{decode, encode};

fuzz_target!(|code: &str| {
    if let Ok((run, step)) = decode(code) {
        let again = decode(&encode(&run, step));
        assert_eq!(again.expect("what was written can be read"), (run, step));
    }
});
