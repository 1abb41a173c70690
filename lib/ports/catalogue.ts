export interface Voice {
  id: string;
  label: string;
  description: string;
}

/** What can be chosen here: voices, styles and languages of the configured providers. */
export interface Catalogue {
  providers: readonly { id: string; label: string; offline: boolean }[];
  voices: readonly Voice[];
  styles: readonly Voice[];
  /** Null: the configured voices speak every language of the inputs. */
  languages: readonly string[] | null;
  /** Whether the configured provider has a voice of that id, name or alias. */
  hasVoice(id: string): boolean;
}
