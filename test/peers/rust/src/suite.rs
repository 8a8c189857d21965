//! The smallest runner that tells a person and a program what passed.

use std::error::Error;
use std::fmt::Debug;
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// What a test comes to: nothing, or why it failed.
pub type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

static COUNT: AtomicUsize = AtomicUsize::new(0);

/// The registry's address.
pub fn url() -> String {
    std::env::var("CONCORDAT_URL").expect("CONCORDAT_URL names the registry")
}

/// A name that no other test and no other run uses.
pub fn unique(prefix: &str) -> String {
    let run = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_nanos());
    format!("{prefix}-{run}-{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Fails unless both are equal.
pub fn same<T: Debug + PartialEq>(got: T, want: T) -> Outcome {
    if got == want {
        Ok(())
    } else {
        Err(format!("got {got:?}, want {want:?}").into())
    }
}

/// Counts outcomes, and names those that failed.
#[derive(Default)]
pub struct Results {
    passed: usize,
    failed: usize,
}

impl Results {
    pub fn add(&mut self, name: &str, outcome: Outcome) {
        match outcome {
            Ok(()) => self.passed += 1,
            Err(error) => {
                self.failed += 1;
                println!("FAILED {name}: {error}");
            }
        }
    }

    pub fn end(self) -> ! {
        println!("{} passed, {} failed", self.passed, self.failed);
        process::exit(i32::from(self.failed > 0))
    }
}
