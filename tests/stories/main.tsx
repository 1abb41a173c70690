import "../../app/globals.css";
import "./stories.css";
import { catalog, dags } from "virtual:dags";
import { createRoot } from "react-dom/client";
import { EditWorkbench } from "../../app/(dashboard)/_components/edit/edit-workbench";
import { Providers } from "../../app/(dashboard)/_components/ui/providers";
import type { Selection } from "../../app/(dashboard)/_lib/edit-draft";
import { useEdit } from "../../app/(dashboard)/_lib/use-edit";
import type { PlanningView } from "../../lib/api/contract/planning";
import type { DagFixture } from "../fixtures/dags/library";

/*
 * The page's edit on every DAG fixture, without a server: `npm run stories`, then /?story=style-edited. The stories are rendered by the page's own
 * components from what the API would have sent.
 */

function selectionOf({ options = {} }: DagFixture): Selection {
  const { mode = "dirty", scope = [], takes = [], pins = [] } = options;
  const segments = scope.map((selector) => Number(selector.replace("segment=", "")));
  const what = mode === "full" ? "everything" : mode === "scope" ? "segments" : "changed";
  return { what, segments, takes, pins };
}

function EditStory({ fixture, planning }: { fixture: DagFixture; planning: PlanningView }) {
  const start = { patch: { ...fixture.edit }, selection: selectionOf(fixture) };
  const session = useEdit({ videoId: planning.videoId, planning, start });
  return <EditWorkbench session={session} catalog={catalog} isRunActive={false} />;
}

function Gallery() {
  const wanted = new URLSearchParams(location.search).get("story");
  const found = dags.find(({ fixture }) => fixture.name === wanted);
  return (
    <Providers>
      <main className="mx-auto w-full max-w-[82rem] p-4 sm:p-8">
        {found ? (
          <>
            <h1 className="font-display mb-6 text-3xl">{found.fixture.title}</h1>
            <h2 className="sr-only">Edit</h2>
            <EditStory {...found} />
          </>
        ) : (
          <>
            <h1 className="font-display mb-6 text-3xl">Stories</h1>
            <ul className="flex flex-col gap-2">
              {dags.map(({ fixture }) => (
                <li key={fixture.name}>
                  <a className="underline underline-offset-4" href={`?story=${fixture.name}`}>
                    {fixture.title}
                  </a>
                </li>
              ))}
            </ul>
          </>
        )}
      </main>
    </Providers>
  );
}

const root = document.getElementById("stories");
if (root === null) throw new Error("The gallery has no place.");
createRoot(root).render(<Gallery />);
