/** The card: follows a person, draws the scene that fits, and passes on what is tapped. */

import { html, LitElement, nothing, type TemplateResult } from "lit";

import { configForm } from "./editor";
import { Feed } from "./feed";
import { Film } from "./film";
import type { HomeAssistant, Refusal } from "./home-assistant";
import { MatView } from "./mat";
import { readingOf } from "./moments";
import type { Target } from "./protocol";
import type { BackcareRing } from "./ring";
import { doneTemplate } from "./scenes/done";
import {
  roundButton,
  type Action,
  type Asked,
  type ChoiceKey,
  type Command,
  type Hands,
} from "./scenes/hands";
import { idleTemplate } from "./scenes/idle";
import { noticeTemplate } from "./scenes/notice";
import { sessionTemplate } from "./scenes/session";
import { DeviceSound } from "./sound";
import { strings, type Strings } from "./strings";
import { colours } from "./styles/colours";
import { common } from "./styles/common";
import { mat } from "./styles/mat";
import { scenes } from "./styles/scenes";
import { sceneOf, type Scene } from "./view-model";
import { ScreenAwake } from "./wake-lock";

declare const __VERSION__: string;

const ALERT_MS = 10_000;
const MINUTE_MS = 60_000;

/** Where it is kept on this device what was put away. */
const PUT_AWAY: Readonly<Record<Asked, string>> = {
  session: "backcare-dismissed-",
  next_day: "backcare-skipped-",
};

/** The rest of what Home Assistant tells changes nothing here. */
const NOTICED: readonly ((hass: HomeAssistant) => unknown)[] = [
  (hass) => hass.connection,
  (hass) => hass.language,
  (hass) => hass.themes?.darkMode,
  (hass) => hass.locale,
  (hass) => hass.config.state,
  (hass) => hass.user?.is_admin,
];

/** What a rating means for the next session, in the person's language. */
interface Meaning {
  readonly meaning: string;
}

/** The configuration of the card in a dashboard. */
export interface CardConfig {
  readonly type: string;
  /** An entity or the device of a person. */
  readonly entity?: unknown;
  /** Not if the week is shown elsewhere; by default it is here. */
  readonly show_week?: unknown;
}

export class BackcareCard extends LitElement {
  static override styles = [colours, common, scenes, mat];

  static override properties = {
    dark: { type: Boolean, reflect: true },
    offline: { type: Boolean, reflect: true },
    alert: { state: true },
  };

  /** Returns the fields of the visual editor. */
  static getConfigForm(): unknown {
    return configForm(document.documentElement.lang);
  }

  /** Returns the configuration of a new card: the first person. */
  static getStubConfig(hass: HomeAssistant): object {
    const entity = Object.values(hass.entities).find(
      ({ platform, entity_id }) =>
        platform === "backcare" && entity_id.startsWith("switch."),
    );
    return entity ? { entity: entity.entity_id } : {};
  }

  declare dark: boolean;
  declare offline: boolean;
  declare protected alert: string;

  #hass: HomeAssistant | null = null;
  #config: CardConfig | null = null;
  #scene: Scene | null = null;
  #chosen = "";
  #chosenOver = "";
  #meaning = "";
  #focused: Element | null = null;
  #minutes: ReturnType<typeof setInterval> | undefined;
  #alertTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #feed = new Feed(() => this.#hear());
  readonly #sound = new DeviceSound(() => this.requestUpdate());
  readonly #awake = new ScreenAwake();
  readonly #film = new Film();
  readonly #mat = new MatView(this);

  constructor() {
    super();
    this.dark = false;
    this.offline = false;
    this.alert = "";
  }

  /** Takes what Home Assistant tells; a setter, since it tells every second. */
  set hass(hass: HomeAssistant) {
    const old = this.#hass;
    this.#hass = hass;
    if (old && NOTICED.every((look) => look(old) === look(hass))) return;
    this.#follow();
    this.requestUpdate();
  }

  setConfig(config: CardConfig): void {
    this.#config = config;
    this.#follow();
    this.requestUpdate();
  }

  getCardSize(): number {
    return 8;
  }

  getGridOptions(): object {
    return { columns: 12, min_columns: 6, rows: "auto" };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#measure);
    // Days and mornings come without a word from the server.
    this.#minutes = setInterval(() => this.requestUpdate(), MINUTE_MS);
    this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#measure);
    clearTimeout(this.#alertTimer);
    this.alert = "";
    clearInterval(this.#minutes);
    this.#feed.leave();
    this.#sound.unfollow();
    this.#awake.want(false);
    this.#film.stop();
  }

  protected override willUpdate(): void {
    const kind = this.#scene?.kind;
    this.dark = this.#hass?.themes?.darkMode ?? false;
    this.offline = !this.#feed.isOnline;
    this.#scene =
      this.#hass && sceneOf(this.#situation(this.#hass), this.#words);
    const isOther = kind !== this.#scene?.kind;
    this.#focused = this.shadowRoot?.activeElement ?? null;
    if (isOther && !["session", "done"].includes(this.#scene?.kind ?? "")) {
      this.#mat.close();
    }
  }

  protected override updated(): void {
    this.#awake.want(this.isConnected && this.#scene?.kind === "session");
    this.#keepFiguresInStep();
    // What was tapped is gone: who uses the keyboard goes on in the new scene.
    if (this.#focused && !this.#focused.isConnected) {
      this.renderRoot.querySelector("section")?.focus();
    }
  }

  protected override render(): TemplateResult {
    const scene = this.#scene;
    if (!scene) return html`<ha-card></ha-card>`;
    return html`<ha-card
        >${this.#mat.isOpen ? nothing : this.#draw(scene)}</ha-card
      >
      <dialog
        tabindex="-1"
        aria-label=${this.#words.mat}
        @close=${() => this.#mat.close()}
        @keydown=${this.#pressKey}
      >
        ${this.#mat.isOpen ? this.#draw(scene) : nothing}
      </dialog>`;
  }

  #draw(scene: Scene): TemplateResult {
    const words = this.#words;
    return html`${
        this.offline && scene.kind !== "notice"
          ? html`<p class="alert" role="status">${words.offline}</p>`
          : nothing
      }
      <p class="unseen" aria-live="polite">${spoken(scene)}</p>
      ${this.alert ? html`<p class="alert" role="alert">${this.alert}</p>` : nothing}
      ${this.#drawScene(scene)}`;
  }

  #drawScene(scene: Scene): TemplateResult {
    switch (scene.kind) {
      case "notice":
        return noticeTemplate(scene);
      case "idle":
        return idleTemplate(scene, this.#hands(false));
      case "session":
        return sessionTemplate(
          scene,
          this.#hands(true),
          this.#feed.clock,
          this.#keepFiguresInStep,
        );
      case "done":
        return doneTemplate(scene, this.#hands(this.#mat.isOpen));
    }
  }

  get #words(): Strings {
    return strings(this.#hass?.language ?? "en");
  }

  get #target(): Target | null {
    const entity = this.#config?.entity;
    if (entity === undefined || entity === null || entity === "") return {};
    if (typeof entity !== "string") return null;
    return entity.includes(".") ? { entity_id: entity } : { device_id: entity };
  }

  #situation(hass: HomeAssistant): Parameters<typeof sceneOf>[0] {
    const target = this.#target;
    const { view, problem, isOnline, version, routines, clock } = this.#feed;
    return {
      view: target && view,
      problem: target ? problem : "config",
      hasTarget: Boolean(this.#config?.entity),
      isOnline,
      isAdmin: hass.user?.is_admin ?? false,
      cardVersion: __VERSION__,
      version,
      routines,
      chosen: this.#chosen,
      now: clock.now(),
      dismissed: this.#putAway("session"),
      skipped: this.#putAway("next_day"),
      meaning: this.#meaning,
      showsWeek: this.#config?.show_week !== false,
      reading: readingOf(hass),
    };
  }

  #hands(hasMat: boolean): Hands {
    return {
      words: this.#words,
      isOnline: this.#feed.isOnline,
      tools: this.#tools(hasMat),
      picture: (key) => this.#feed.picture(key),
      run: (action, fields) => void this.#run(action, fields),
      choose: (key, value) => this.#choose(key, value),
      answer: (command, fields) => void this.#answer(command, fields),
      dismiss: (asked, sessionId) => this.#dismiss(asked, sessionId),
    };
  }

  #tools(hasMat: boolean): TemplateResult {
    const words = this.#words;
    const { state } = this.#sound;
    return html`<div class="tools">
      ${roundButton({
        name: "sound",
        label: words.sounds[state],
        sign: state === "ready" ? "sound" : "silent",
        press: () => this.#sound.toggle(),
        isPressed: state === "ready",
      })}
      ${
        hasMat
          ? roundButton({
              name: this.#mat.isOpen ? "close" : "mat",
              label: this.#mat.isOpen ? words.closeMat : words.mat,
              sign: this.#mat.isOpen ? "close" : "expand",
              press: () =>
                this.#mat.isOpen ? this.#mat.close() : void this.#mat.open(),
            })
          : nothing
      }
    </div>`;
  }

  #follow(): void {
    if (!this.isConnected || !this.#hass || !this.#config) return;
    if (this.#target) this.#feed.follow(this.#hass, this.#target);
    else this.#feed.leave();
  }

  #hear(): void {
    const { view } = this.#feed;
    if (view && this.#hass)
      this.#sound.follow(this.#hass.connection, view.entry_id);
    if (view?.session) this.#meaning = "";
    if (view && view.idle.routine !== this.#chosenOver) {
      this.#chosenOver = view.idle.routine;
      this.#chosen = "";
    }
    this.requestUpdate();
  }

  readonly #measure = (): void => {
    if (!document.hidden) this.#feed.measure();
  };

  async #run(action: Action, fields: object = {}): Promise<void> {
    const { view } = this.#feed;
    if (!view) return;
    const isRating = action === "rate_session";
    const answer = await this.#call(
      "backcare",
      action,
      { config_entry_id: view.entry_id, ...fields },
      isRating,
    );
    const { response } = (answer ?? {}) as { response?: Meaning };
    if (isRating && response) {
      this.#meaning = response.meaning;
      this.requestUpdate();
    }
  }

  async #answer(command: Command, fields: object = {}): Promise<void> {
    const { view } = this.#feed;
    if (!view) return;
    await this.#try((hass) =>
      hass.connection.sendMessagePromise({
        type: `backcare/${command}`,
        config_entry_id: view.entry_id,
        ...fields,
      }),
    );
  }

  #choose(key: ChoiceKey, value: string): void {
    if (key === "routine") {
      this.#chosen = value;
      this.requestUpdate();
    }
    const entity_id = this.#feed.view?.entities[`select.${key}`];
    if (!entity_id) return;
    const options = this.#hass?.states[entity_id]?.attributes.options;
    const name = this.#feed.routines.find(({ id }) => id === value)?.name;
    // A routine of the person's own is an option by its name.
    const option = [value, name].find(
      (one) => Array.isArray(options) && options.includes(one),
    );
    if (option)
      void this.#call("select", "select_option", { entity_id, option });
  }

  async #call(
    domain: string,
    service: string,
    fields: object,
    wantsResponse = false,
  ): Promise<unknown> {
    return this.#try((hass) =>
      hass.callService(
        domain,
        service,
        fields,
        undefined,
        false,
        wantsResponse,
      ),
    );
  }

  /** Does something, and says why if it was refused. */
  async #try(
    order: (hass: HomeAssistant) => Promise<unknown>,
  ): Promise<unknown> {
    clearTimeout(this.#alertTimer);
    this.alert = "";
    try {
      return this.#hass && (await order(this.#hass));
    } catch (refusal) {
      this.alert = await this.#explain(refusal as Refusal);
      this.#alertTimer = setTimeout(() => (this.alert = ""), ALERT_MS);
      return undefined;
    }
  }

  /** Returns why something was refused, in the language of who looks. */
  async #explain(refusal: Refusal): Promise<string> {
    const { translation_domain: domain, translation_key: key } = refusal;
    if (this.#hass && domain && key) {
      const localize = await this.#hass
        .loadBackendTranslation("exceptions", domain)
        .catch(() => null);
      const path = `component.${domain}.exceptions.${key}.message`;
      const words = localize?.(path, refusal.translation_placeholders);
      if (words) return words;
    }
    return refusal.message ?? this.#words.refused;
  }

  #placeOf(asked: Asked): string {
    return `${PUT_AWAY[asked]}${this.#feed.view?.entry_id ?? ""}`;
  }

  #putAway(asked: Asked): string {
    return localStorage.getItem(this.#placeOf(asked)) ?? "";
  }

  #dismiss(asked: Asked, sessionId: string): void {
    localStorage.setItem(this.#placeOf(asked), sessionId);
    this.#meaning = "";
    this.requestUpdate();
  }

  readonly #pressKey = (event: KeyboardEvent): void => {
    const scene = this.#scene;
    if (scene?.kind !== "session" || !scene.canControl || this.offline) return;
    if (event.repeat || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === " " && event.target instanceof HTMLButtonElement) return;
    const keys: Readonly<Record<string, Action>> = {
      " ": scene.isPaused ? "resume_session" : "pause_session",
      ArrowRight: "skip",
      ArrowLeft: "previous",
    };
    const action = keys[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    void this.#run(action);
  };

  /** Lets the figure move as the person should: with the session. The small ones stand still. */
  readonly #keepFiguresInStep = (): void => {
    const root = this.renderRoot;
    for (const svg of root.querySelectorAll<SVGSVGElement>(".figure svg")) {
      svg.pauseAnimations();
    }
    this.#film.stop();
    const ring = root.querySelector<BackcareRing>("backcare-ring");
    const svg = root.querySelector<SVGSVGElement>(".stage svg");
    if (!ring?.countdown || !svg) return;
    const { remaining, isRunning } = ring.shown;
    const elapsed = Math.max(0, ring.countdown.duration - remaining);
    this.#film.show(svg, elapsed, isRunning);
  };
}

/** Returns what a screen reader says of its own accord. */
function spoken(scene: Scene): string {
  switch (scene.kind) {
    case "session":
      return scene.announcement;
    case "done":
      return scene.meaning || scene.headline;
    case "idle":
      return scene.meaning;
    case "notice":
      return "";
  }
}
