//! The element on someone else's page.

use anyhow::{Result, ensure};
use journeys::{Page, Server, Site, journey, wait_until};
use serde_json::json;

/// A page that holds nothing but what is put into it.
const BLANK: &str = "icons/neuroglass.svg";

/// The blog post of `web/example`, served from another origin under a strict content policy.
fn blog(page: &Page) -> Result<Server> {
    let origin = page.origin();
    let policy = format!(
        "default-src 'none'; style-src 'self'; script-src {origin} 'wasm-unsafe-eval'; \
         connect-src {origin}; worker-src blob:"
    );
    let site = Site::of(page.site().folder().join("example"))
        .with("../neuro-glass.js", format!("{origin}/neuro-glass.js"))
        .with_policy(policy);
    Server::start(site)
}

#[test]
fn reads_a_blog_with_two_of_them_and_the_author_removes_one() {
    journey(async |page| {
        let blog = blog(page)?;
        page.visit(&format!("{}/", blog.origin())).await?;
        let (corners, ring) = (page.glass("#corners"), page.glass("#ring"));
        for glass in [&corners, &ring] {
            glass.scroll_into_view().await?;
            glass.wait_ready().await?;
        }
        page.wait_workers(2).await?;
        page.shoot("two").await?;
        let different: bool = ring
            .script(
                "const other = document.querySelector('#corners');
                 return JSON.stringify(element.experiment) !== JSON.stringify(other.experiment);",
                &[],
            )
            .await?;
        ensure!(different, "both show the same experiment");

        // Both train, each its own network.
        corners.scroll_into_view().await?;
        corners.play().await?;
        corners.wait_step(10).await?;
        corners.pause().await?;
        ensure!(
            ring.snapshot().await?.step == 0,
            "one plays, the other moves"
        );
        ring.scroll_into_view().await?;
        ring.play().await?;
        let before = ring.wait_step(10).await?;

        page.script::<()>("document.querySelector('#corners').remove();", vec![])
            .await?;
        page.wait_workers(1).await?;
        ring.scroll_into_view().await?;
        ring.wait_step(before.step).await?;
        ring.pause().await?;
        page.shoot("one").await
    });
}

#[test]
fn an_element_out_of_view_is_not_loaded() {
    journey(async |page| {
        let blog = blog(page)?;
        page.visit(&format!("{}/", blog.origin())).await?;
        page.glass("#corners").wait_ready().await?;
        page.frames(20).await?;
        ensure!(
            page.workers().await? == (1, 1),
            "the one below has started a worker"
        );
        Ok(())
    });
}

#[test]
fn moves_an_element_in_the_document_and_it_stays_as_it_is() {
    journey(async |page| {
        let glass = page.open("").await?;
        glass.play().await?;
        let before = glass.wait_step(100).await?;
        glass
            .script::<()>(
                "const frame = document.createElement('section');
                 document.body.append(frame);
                 frame.append(element);
                 await new Promise((resolve) => setTimeout(resolve, 500));",
                &[],
            )
            .await?;
        let after = glass.wait_step(before.step).await?;
        ensure!(after.step > before.step);
        ensure!(page.workers().await? == (1, 1), "it has another worker");
        glass.pause().await?;

        // Away for good, and back with the same run.
        let run = glass
            .script::<serde_json::Value>("return element.run;", &[])
            .await?;
        page.script::<()>(
            "window.kept = document.querySelector('neuro-glass'); kept.remove();",
            vec![],
        )
        .await?;
        page.wait_workers(0).await?;
        page.script::<()>("document.body.append(kept);", vec![])
            .await?;
        glass.wait_ready().await?;
        ensure!(
            run == glass
                .script::<serde_json::Value>("return element.run;", &[])
                .await?
        );
        Ok(())
    });
}

#[test]
fn an_author_sets_an_experiment_before_and_after_it_has_loaded() {
    journey(async |page| {
        // A script that runs before the element's own is the author's usual case.
        page.visit(&format!("{}/{BLANK}", page.origin())).await?;
        page.visit(&format!("{}/example/", page.origin())).await?;
        let glass = page.glass("#corners");
        glass.wait_ready().await?;
        let body = "
            const late = document.createElement('neuro-glass');
            late.id = 'late';
            late.experiment = given[0];
            document.querySelector('h1').after(late);";
        page.script::<()>(body, vec![json!({ "batch": 3 })]).await?;
        let late = page.glass("#late");
        late.scroll_into_view().await?;
        late.wait_ready().await?;
        let batch: u32 = late.script("return element.experiment.batch;", &[]).await?;
        ensure!(batch == 3, "what was set before it had loaded is lost");

        let field: String = late
            .script("try { element.experiment = { batch: 0 }; } catch (error) { return error.field; } return '';", &[])
            .await?;
        ensure!(field == "batch", "the refusal names `{field}`");
        wait_until("the refusal to have changed nothing", async || {
            late.script("return element.experiment.batch === 3;", &[])
                .await
        })
        .await
    });
}

#[test]
fn an_author_sets_nonsense_before_it_has_loaded_and_is_told() {
    journey(async |page| {
        page.visit(&format!("{}/example/", page.origin())).await?;
        page.glass("#corners").wait_ready().await?;
        let body = "
            const late = document.createElement('neuro-glass');
            late.id = 'late';
            late.experiment = { batch: 0 };
            const told = new Promise((resolve) => late.addEventListener('error', (event) => resolve(event.detail.field)));
            document.querySelector('h1').after(late);
            late.scrollIntoView();
            const refused = await late.ready.then(() => 'nothing', (error) => error.field);
            return [await told, refused, late.shadowRoot.querySelector('[role=alert]').textContent];";
        let (told, refused, shown): (String, String, String) = page.script(body, vec![]).await?;
        ensure!(
            told == "batch" && refused == "batch",
            "told {told}, refused {refused}"
        );
        ensure!(shown.contains("batch"), "shown is `{shown}`");
        // The next document is another chance.
        page.script::<()>(
            "document.querySelector('#late').experiment = { batch: 5 };",
            vec![],
        )
        .await?;
        page.glass("#late").wait_ready().await
    });
}
