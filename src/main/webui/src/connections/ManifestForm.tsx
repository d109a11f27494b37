import { Button, Checkbox, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Refusal, violation } from '../kit/Refusal';
import { texts as kit } from '../kit/texts';
import type { Connection, Manifest, ManifestField } from './api';
import { texts } from './texts';

interface ManifestFormProps {
  manifest: Manifest;
  /** What is set already; none for a new one. */
  present?: Connection;
  saving: boolean;
  error: Error | null;
  save(name: string, config: Record<string, unknown>): void;
}

/** Texts of the fields as they are typed. */
type Typed = Record<string, string>;

function typedOf(field: ManifestField, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (field.type === 'TEXTS') return (value as string[]).join('\n');
  if (field.type === 'JSON') return JSON.stringify(value, null, 2);
  return String(value);
}

/** What was typed, as the manifest's type; undefined where nothing was, a string's worth of fault where it fits not. */
export function read(field: ManifestField, text: string): { value?: unknown; fault?: string } {
  const plain = text.trim();
  if (field.type === 'BOOLEAN') return { value: plain === 'true' };
  if (plain === '') return {};
  switch (field.type) {
    case 'INTEGER':
      return /^-?\d+$/.test(plain) ? { value: Number(plain) } : { fault: texts.form.wholeNumber };
    case 'TEXTS':
      return { value: plain.split('\n').map((line) => line.trim()).filter(Boolean) };
    case 'JSON':
      try {
        return { value: JSON.parse(plain) as unknown };
      } catch {
        return { fault: texts.form.notJson };
      }
    case 'TEXT':
    case 'URL':
    case 'CHOICE':
    case 'SECRET':
      return { value: plain };
  }
}

/** The form that a connector's manifest describes: what is needed first, the rest folded away. */
export function ManifestForm({ manifest, present, saving, error, save }: ManifestFormProps) {
  const [name, setName] = useState(present?.name ?? manifest.title);
  const [typed, setTyped] = useState<Typed>(() =>
    Object.fromEntries(manifest.fields.map((field) => [field.name, typedOf(field, present ? present.config[field.name] : field.defaultValue)])),
  );
  const [tried, setTried] = useState(false);
  const needed = (field: ManifestField) => field.required && !field.generate && !present?.secrets.includes(field.name);
  const first = manifest.fields.filter((field) => field.required);
  const rest = manifest.fields.filter((field) => !field.required);
  const faultOf = (field: ManifestField): string | undefined => {
    const { value, fault } = read(field, typed[field.name] ?? '');
    return fault ?? (value === undefined && needed(field) ? kit.needed : undefined);
  };
  const submit = () => {
    setTried(true);
    if (!name.trim() || manifest.fields.some(faultOf)) return;
    const config: Record<string, unknown> = {};
    for (const field of manifest.fields) {
      const { value } = read(field, typed[field.name] ?? '');
      // Null takes a setting away; a secret that is left empty stays.
      if (value !== undefined) config[field.name] = value;
      else if (present && field.type !== 'SECRET' && present.config[field.name] !== undefined) config[field.name] = null;
    }
    save(name.trim(), config);
  };
  const show = (field: ManifestField) => (
    <Field
      key={field.name}
      field={field}
      needed={needed(field)}
      kept={present?.secrets.includes(field.name) ?? false}
      value={typed[field.name] ?? ''}
      change={(value) => setTyped((before) => ({ ...before, [field.name]: value }))}
      error={(tried ? faultOf(field) : undefined) ?? violation(error, `config.${field.name}`)}
    />
  );
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextInput
        label={texts.form.name}
        description={texts.form.nameHelp}
        required
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={tried && !name.trim() ? kit.needed : violation(error, 'name')}
      />
      {first.map(show)}
      {rest.length > 0 && (
        <details open={rest.length < 3 || (tried && rest.some((field) => faultOf(field) !== undefined))}>
          <summary>{texts.form.optional}</summary>
          <div className="form" style={{ marginTop: 12 }}>
            {rest.map(show)}
          </div>
        </details>
      )}
      <Refusal error={error} />
      <div className="actions">
        <Button type="submit" loading={saving}>
          {present ? texts.form.save : texts.form.make}
        </Button>
      </div>
    </form>
  );
}

interface FieldProps {
  field: ManifestField;
  needed: boolean;
  kept: boolean;
  value: string;
  change(value: string): void;
  error?: string;
}

function Field({ field, needed, kept, value, change, error }: FieldProps) {
  const help = [field.help.charAt(0).toUpperCase() + field.help.slice(1), kept ? texts.form.kept : null, field.type === 'TEXTS' ? texts.form.onePerLine : null]
    .filter(Boolean)
    .map((text) => (text!.endsWith('.') ? text : `${text}.`))
    .join(' ');
  const common = {
    label: field.title,
    description: help,
    error,
    name: field.name,
    required: needed,
    value,
    autoComplete: 'off',
    onChange: (event: { currentTarget: { value: string } }) => change(event.currentTarget.value),
  };
  switch (field.type) {
    case 'BOOLEAN':
      return (
        <Checkbox
          label={field.title}
          description={help}
          error={error}
          checked={value === 'true'}
          onChange={(event) => change(String(event.currentTarget.checked))}
        />
      );
    case 'CHOICE':
      return <NativeSelect {...common} data={field.choices ?? []} />;
    case 'SECRET':
      return <PasswordInput {...common} autoComplete="new-password" />;
    case 'TEXTS':
    case 'JSON':
      return <Textarea {...common} autosize minRows={2} maxRows={12} spellCheck={false} />;
    case 'INTEGER':
      return <TextInput {...common} inputMode="numeric" />;
    case 'URL':
      return <TextInput {...common} inputMode="url" />;
    case 'TEXT':
      return <TextInput {...common} />;
  }
}
