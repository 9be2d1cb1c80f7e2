/** The parts of Home Assistant's frontend that the card uses. */

/** The connection to the server, which mends itself. */
export interface Connection {
  readonly connected: boolean;
  subscribeMessage<T>(
    callback: (message: T) => void,
    message: object,
    options?: { resubscribe?: boolean },
  ): Promise<() => Promise<void>>;
  sendMessagePromise<T>(message: object): Promise<T>;
  addEventListener(type: ConnectionEvent, listener: () => void): void;
  removeEventListener(type: ConnectionEvent, listener: () => void): void;
}

export type ConnectionEvent = "ready" | "disconnected";

/** The state of an entity. */
export interface EntityState {
  readonly entity_id: string;
  readonly state: string;
  readonly attributes: Record<string, unknown>;
}

/** An entity, as the registry knows it. */
export interface EntityEntry {
  readonly entity_id: string;
  readonly device_id?: string | null;
  readonly platform?: string;
  readonly translation_key?: string;
  readonly hidden?: boolean;
}

/** A device, as the registry knows it. */
export interface DeviceEntry {
  readonly name?: string | null;
  readonly name_by_user?: string | null;
}

/** What Home Assistant tells its cards; another object after every change. */
export interface HomeAssistant {
  readonly connection: Connection;
  readonly language: string;
  readonly config: { readonly state: string; readonly time_zone?: string };
  readonly locale?: {
    readonly time_format?: string;
    readonly time_zone?: string;
  };
  /** Comes a moment later than the rest. */
  readonly themes: { readonly darkMode: boolean } | null;
  readonly user?: { readonly is_admin: boolean };
  readonly states: Record<string, EntityState>;
  readonly entities: Record<string, EntityEntry>;
  readonly devices: Record<string, DeviceEntry>;
  callService(
    domain: string,
    service: string,
    fields?: object,
    target?: object,
    notifyOnError?: boolean,
    returnResponse?: boolean,
  ): Promise<unknown>;
  loadBackendTranslation(
    category: string,
    integration: string,
  ): Promise<(key: string, placeholders?: object) => string>;
}

/** What the server answers to a command that it refuses. */
export interface Refusal {
  readonly code?: string | number;
  readonly message?: string;
  readonly translation_domain?: string;
  readonly translation_key?: string;
  readonly translation_placeholders?: object;
}
