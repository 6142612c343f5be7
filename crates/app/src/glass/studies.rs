//! What a view wants found out, as long as it is there.

use leptos::prelude::*;
use neuroglass_core::analysis::Study;

use super::Glass;

impl Glass {
    /// Has this found out from now on, and anew when the run goes on, until the present owner is cleaned up. What comes
    /// of it stands in the scene: [`crate::scene::Scene::finding`].
    pub fn study(self, study: impl Fn() -> Option<Study> + Send + Sync + 'static) {
        let wanted = Memo::new(move |_| study());
        let asked = StoredValue::new(None::<Study>);
        let ask = move |study: Option<Study>| {
            let before = asked.get_value();
            if before == study {
                return;
            }
            asked.set_value(study.clone());
            self.watch.update(|watch| {
                let at = before.and_then(|old| watch.studies.iter().position(|one| *one == old));
                match (at, study) {
                    (Some(at), Some(study)) => watch.studies[at] = study,
                    (Some(at), None) => {
                        watch.studies.remove(at);
                    }
                    (None, study) => watch.studies.extend(study),
                }
            });
        };
        Effect::new(move || ask(wanted.get()));
        on_cleanup(move || ask(None));
    }
}
