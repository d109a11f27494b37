import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from 'react-router';
import { call } from '../kit/http';
import { texts as kit } from '../kit/texts';
import { ProblemNote } from '../shell/ProblemNote';
import { keys, kindsQuery, type Connection } from './api';
import { ManifestForm } from './ManifestForm';
import { texts } from './texts';

/** Sets a connection up from its manifest. */
export function NewConnection() {
  const { kind } = useParams();
  const go = useNavigate();
  const cache = useQueryClient();
  const { data: kinds, error, refetch } = useQuery(kindsQuery);
  const make = useMutation({
    mutationFn: ({ name, config }: { name: string; config: Record<string, unknown> }) =>
      call<Connection>('post', '/api/v1/connections', { body: { kind, name, config } }),
    onSuccess: async (made) => {
      // With the secrets that were made up: this answer alone has them.
      cache.setQueryData(keys.one(made.id), made);
      await go(`/connections/${made.id}`, { state: { generated: made.generated } });
    },
  });
  if (!kinds) return error ? <ProblemNote error={error} retry={() => void refetch()} /> : <p className="quiet">{kit.reading}</p>;
  const manifest = kinds.find((each) => each.kind === kind);
  if (!manifest) return <ProblemNote title={texts.form.unknownKind} remedy={texts.form.unknownKindRemedy} />;
  return (
    <>
      <div className="section-head">
        <Link to="/connections">{texts.back}</Link>
        <span className="quiet">/</span>
        <h2>{texts.form.title(manifest.title)}</h2>
      </div>
      <div className="panel pad narrow">
        <p className="quiet" style={{ marginBottom: 16 }}>
          {manifest.description}
        </p>
        <ManifestForm manifest={manifest} saving={make.isPending} error={make.error} save={(name, config) => make.mutate({ name, config })} />
      </div>
    </>
  );
}
