import { type Context, Hono } from "hono";
import { z } from "zod";

import { listVideos } from "../../db/queries/videos.ts";
import { AppError } from "../../domain/errors.ts";
import { QUEUE_STATUSES } from "../../domain/video/video.ts";
import { allow, principalOf } from "../access/authorization.ts";
import type { CostEstimator } from "../cost-estimator.ts";
import type { ApiDependencies, ApiEnv } from "../dependencies.ts";
import { STATUS_OF_CODE } from "../errors.ts";
import { fromTemporal } from "../temporal-errors.ts";
import { callJson, type Dispatch, passCookies, problemOf, type Refusal } from "./act.ts";
import { channelPageRoutes } from "./channels/routes.ts";
import { costPageRoutes } from "./costs/routes.ts";
import { loadAssets } from "./assets.ts";
import { errorPage, type Frame, type Notice } from "./layout.ts";
import { loginPage, safeNext } from "./login.ts";
import { once } from "./once.ts";
import { fieldsOf, fileOf, respond } from "./page-response.ts";
import { videoRequestOf } from "./queue-form.ts";
import { loadStartPage, type RefusedVideo } from "./start-data.ts";
import { startPage } from "./start.ts";
import { cardOf, loadVideoPage } from "./video/data.ts";
import type { Entered } from "./video/entered.ts";
import { doneText, sendVideoForm, videoForm } from "./video/forms.ts";
import { TOO_LARGE } from "./video/form-files.ts";
import { videoListPage } from "./video/list.ts";
import { sendSceneStill, sendWaveform } from "./video/pictures.ts";
import { videoPage } from "./video/page.ts";

export type PageRoutesDeps = Pick<
  ApiDependencies,
  "db" | "storage" | "temporal" | "environment" | "settings" | "priceBook"
> & {
  readonly estimator: CostEstimator;
  readonly dispatch: Dispatch;
};

const PAGE_SIZE = 24;

/** The pages for people: readable without scripts, acting through the app's own JSON routes. */
export function pageRoutes(deps: PageRoutesDeps) {
  const { assetUrl, assetRoutes } = loadAssets();
  const { dispatch, environment } = deps;
  const anonymous = { assetUrl, webUiUrl: environment.LONGTAKE_UI_URL };
  const hasOidc = environment.OIDC_ISSUER !== undefined;

  function frameOf(c: Context<ApiEnv>): Frame {
    return { ...anonymous, reader: { principal: principalOf(c), csrfToken: c.get("session")?.csrfToken ?? null } };
  }

  async function showStart(c: Context<ApiEnv>, notice: Notice | null, status?: number, refused?: RefusedVideo) {
    return respond(startPage(frameOf(c), await loadStartPage(deps, c, notice, refused)), status);
  }

  async function showVideo(c: Context<ApiEnv>, videoId: string, notice: Notice | null) {
    return respond(videoPage(frameOf(c), await loadVideoPage(deps, c, videoId, notice)));
  }

  async function showRefused(c: Context<ApiEnv>, videoId: string, refusal: Refusal, form: Omit<Entered, "faults">) {
    const faults = refusal.faults.map(({ field }) => field);
    const video = await loadVideoPage(deps, c, videoId, refusal);
    return respond(videoPage(frameOf(c), video, { ...form, faults }), refusal.status);
  }

  /** A person gets words in the frame of the site; what is no known failure goes on to the app's own handler. */
  function showError(error: Error, c: Context<ApiEnv>): Promise<Response> {
    const known = error instanceof AppError ? error : fromTemporal(error);
    if (!known || !c.get("principal")) throw error;
    return respond(errorPage(frameOf(c), known), STATUS_OF_CODE[known.code]);
  }

  return new Hono<ApiEnv>()
    .onError(showError)
    .route("/", assetRoutes)
    .route("/", costPageRoutes({ ...deps, frameOf }))
    .route("/", channelPageRoutes({ ...deps, frameOf }))
    .get("/login", async (c) => {
      const next = safeNext(c.req.query("next"));
      if (c.get("principal")) return c.redirect(next, 303);
      return respond(loginPage(anonymous, { next, hasOidc }));
    })
    .post("/login", async (c) => {
      const { email = "", password = "", next: wanted } = await fieldsOf(c);
      const next = safeNext(wanted);
      const body = { email, password };
      const answer = await callJson(dispatch, c, { method: "POST", path: "/auth/login", body });
      const problem = await problemOf(answer);
      if (problem) return respond(loginPage(anonymous, { next, email, hasOidc, notice: problem }), problem.status);
      passCookies(answer, c);
      return c.redirect(next, 303);
    })
    .post("/logout", async (c) => {
      passCookies(await callJson(dispatch, c, { method: "POST", path: "/auth/logout" }), c);
      return c.redirect("/login", 303);
    })
    .get("/", allow("read"), (c) => showStart(c, doneNotice(c)))
    .post("/queue/:act{pause|resume|drain}", async (c) => {
      const act = c.req.param("act");
      const { reason = "" } = await fieldsOf(c);
      const path = `/pipeline/queue/${act}`;
      const problem = await problemOf(await callJson(dispatch, c, { method: "POST", path, body: { reason } }));
      return problem ? showStart(c, problem, problem.status) : c.redirect(`/?done=queue-${act}`, 303);
    })
    .post("/videos", async (c) => {
      const entered = await fieldsOf(c);
      const call = {
        method: "POST",
        path: "/pipeline/queue",
        body: videoRequestOf(entered),
        ...once(entered),
      } as const;
      const answer = await callJson(dispatch, c, call);
      const refusal = await problemOf(answer);
      if (refusal) return showStart(c, refusedVideoNotice(refusal), refusal.status, { entered, refusal });
      const { video_id: videoId } = Receipt.parse(await answer.json());
      return c.redirect(`/videos/${encodeURIComponent(videoId)}?done=queued`, 303);
    })
    .get("/videos", allow("read"), async (c) => {
      const { search = "", status = "", cursor = "" } = c.req.query();
      const known = QUEUE_STATUSES.find((each) => each === status);
      const filter = { limit: PAGE_SIZE, search: search.slice(0, 200), cursor, ...(known && { status: known }) };
      const { videos, nextCursor } = await listVideos(deps.db, principalOf(c), filter);
      const page = { search: filter.search, status: known ?? "", nextCursor, isFirst: cursor === "" };
      return respond(videoListPage(frameOf(c), { ...page, videos: videos.map((video) => cardOf(video)) }));
    })
    .get("/videos/:video_id/scenes/:still{[0-9]+\\.jpg}", allow("read"), (c) => {
      const { video_id: videoId, still } = c.req.param();
      return sendSceneStill(deps, c, { videoId, number: Number.parseInt(still, 10) });
    })
    .get("/videos/:video_id/waveform.svg", allow("read"), (c) => sendWaveform(deps, c, c.req.param("video_id")))
    .get("/videos/:video_id", allow("read"), (c) => showVideo(c, c.req.param("video_id"), doneNotice(c)))
    .post("/videos/:video_id/:act", async (c) => {
      const { video_id: videoId, act } = c.req.param();
      const form = videoForm(act);
      if (!form) return c.notFound();
      const [fields, file] = [await fieldsOf(c), await fileOf(c)];
      const outcome = await sendVideoForm(dispatch, c, { form, videoId, fields, file });
      if (outcome.refusal) return showRefused(c, videoId, outcome.refusal, { act, fields });
      const done = `${outcome.isNew ? "linked" : act}${outcome.isWithoutSubtitles ? ".subtitles-left" : ""}`;
      return c.redirect(`/videos/${encodeURIComponent(outcome.videoId)}?done=${done}`, 303);
    });
}

const Receipt = z.object({ video_id: z.string() });

/** Every field at fault by its name. */
function refusedVideoNotice({ tone, text, remedy, faults }: Refusal): Notice {
  if (faults.length === 0) return { tone, text, remedy };
  const words = faults.map(({ field, detail }) => `${field}: ${detail}`).join("; ");
  return { tone, text: `Not queued. ${words}`, remedy: [...new Set(faults.map((fault) => fault.remedy))].join(" ") };
}

function doneNotice(c: Context<ApiEnv>): Notice | null {
  if (c.req.query("refused") === TOO_LARGE) {
    const remedy = "Give it with longtake file upload, and name its object key here.";
    return { tone: "bad", text: "The file is larger than this page takes.", remedy };
  }
  const text = doneText(c.req.query("done"));
  return text === null ? null : { tone: "done", text };
}
