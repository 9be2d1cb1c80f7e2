/** The card: follows a person, draws the scene that fits, and passes on what is tapped. */

import { html, LitElement, nothing, type TemplateResult } from "lit";

import { configForm } from "./editor";
import { Feed } from "./feed";
import { Film } from "./film";
import type { HomeAssistant, Refusal } from "./home-assistant";
import { MatView } from "./mat";
import type { Target } from "./protocol";
import type { BackcareRing } from "./ring";
import { doneTemplate } from "./scenes/done";
import {
  roundButton,
  type Action,
  type ChoiceKey,
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
const DISMISSED_KEY = "backcare-dismissed-";

/** The rest of what Home Assistant tells changes nothing here. */
const NOTICED: readonly ((hass: HomeAssistant) => unknown)[] = [
  (hass) => hass.connection,
  (hass) => hass.language,
  (hass) => hass.themes?.darkMode,
  (hass) => hass.config.state,
  (hass) => hass.user?.is_admin,
];

/** The configuration of the card in a dashboard. */
export interface CardConfig {
  readonly type: string;
  /** An entity or the device of a person. */
  readonly entity?: unknown;
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
  #losesFocus = false;
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
    this.#follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#measure);
    clearTimeout(this.#alertTimer);
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
    this.#losesFocus = isOther && Boolean(this.shadowRoot?.activeElement);
    if (isOther && !["session", "done"].includes(this.#scene?.kind ?? "")) {
      this.#mat.close();
    }
  }

  protected override updated(): void {
    this.#awake.want(this.isConnected && this.#scene?.kind === "session");
    this.#keepFiguresInStep();
    // What was tapped is gone: who uses the keyboard goes on in the new scene.
    if (this.#losesFocus) this.renderRoot.querySelector("section")?.focus();
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
      dismissed: localStorage.getItem(this.#dismissedKey) ?? "",
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
      dismiss: (sessionId) => this.#dismiss(sessionId),
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
    if (view) {
      await this.#call("backcare", action, {
        config_entry_id: view.entry_id,
        ...fields,
      });
    }
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

  async #call(domain: string, service: string, fields: object): Promise<void> {
    clearTimeout(this.#alertTimer);
    this.alert = "";
    try {
      await this.#hass?.callService(domain, service, fields, undefined, false);
    } catch (refusal) {
      this.alert = await this.#explain(refusal as Refusal);
      this.#alertTimer = setTimeout(() => (this.alert = ""), ALERT_MS);
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

  get #dismissedKey(): string {
    return `${DISMISSED_KEY}${this.#feed.view?.entry_id ?? ""}`;
  }

  #dismiss(sessionId: string): void {
    localStorage.setItem(this.#dismissedKey, sessionId);
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
  if (scene.kind === "session") return scene.announcement;
  return scene.kind === "done" ? scene.headline : "";
}
