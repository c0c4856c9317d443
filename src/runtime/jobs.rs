//! Work that takes long and is asked for rarely: each on a thread of its own, all of them waited for at the end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

/// The running jobs. Dropping them calls them off and waits for them.
#[derive(Default)]
pub(super) struct Jobs {
    threads: Vec<JoinHandle<()>>,
    cancel: Arc<AtomicBool>,
}

impl Jobs {
    /// Starts a job, which is told when it is called off. False when no thread can be started.
    pub(super) fn start(
        &mut self,
        name: &str,
        job: impl FnOnce(&AtomicBool) + Send + 'static,
    ) -> bool {
        self.threads.retain(|thread| !thread.is_finished());
        let cancel = Arc::clone(&self.cancel);
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || job(&cancel));
        let is_started = thread.is_ok();
        self.threads.extend(thread);
        is_started
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
        for thread in self.threads.drain(..) {
            // What a job had to say it has said.
            let _ = thread.join();
        }
    }
}
