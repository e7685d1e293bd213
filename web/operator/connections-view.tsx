import type { ConnectionHealth, ConnectionList } from '../api-types.ts';
import { useLive } from '../live.ts';
import { Chip, Note, Title, Waiting, When } from '../parts/small-parts.tsx';
import { linkTo, uploadLink } from '../route.ts';
import { useAround, usePartnerName } from '../surroundings.ts';
import { SuspendButton, SuspensionText } from './suspension.tsx';

/** How each connection does: sign-in, expiry, throttling. */
export function ConnectionsView() {
  const { t } = useAround();
  const live = useLive<ConnectionList>('/operator/connections', () => 15);
  return (
    <>
      <Title>{t.operator.connectionsTitle}</Title>
      <Waiting of={live} />
      <div class="grid-cards">
        {(live.value?.connections ?? []).map((one) => (
          <Connection key={one.connectionId} connection={one} onDone={live.refresh} />
        ))}
      </div>
    </>
  );
}

function Connection({
  connection: one,
  onDone,
}: {
  readonly connection: ConnectionHealth;
  readonly onDone: () => void;
}) {
  const { t, format } = useAround();
  const nameOf = usePartnerName();
  return (
    <article>
      <h2>{one.name}</h2>
      <p class="hint">
        {one.connectionId} · {t.platforms[one.platform]}
      </p>
      <p>
        <Chip kind={`c-${one.state}`}>{t.connectionStates[one.state]}</Chip>
      </p>
      <SuspensionText suspension={one.suspension} />
      {one.holds.map((hold) => (
        <Note key={`${hold.code} ${hold.customer}`} kind="warn">
          {hold.customer === undefined ? '' : `${hold.customer}: `}
          {hold.happened} {hold.advice}
        </Note>
      ))}
      <dl>
        <dt>{t.operator.signIn}</dt>
        <dd>{t.signIns[one.signIn]}</dd>
        {one.credentialEndsAt !== undefined && (
          <>
            <dt>{t.operator.credentialEnds}</dt>
            <dd>{format.day(one.credentialEndsAt)}</dd>
          </>
        )}
        {one.signedInAt !== undefined && (
          <>
            <dt>{t.operator.signedIn}</dt>
            <dd>
              <When at={one.signedInAt} />
            </dd>
          </>
        )}
        <dt>{t.operator.width}</dt>
        <dd>{t.operator.widthOf(one.width, one.fullWidth)}</dd>
        <dt>{t.operator.waiting}</dt>
        <dd>{format.number(one.waiting)}</dd>
        <dt>{t.operator.heldChunks}</dt>
        <dd>{format.number(one.held)}</dd>
        {one.lastFailure !== undefined && (
          <>
            <dt>{t.operator.lastFailure}</dt>
            <dd>
              <a href={uploadLink(one.lastFailure)}>
                <When at={one.lastFailure.at} />
              </a>
              : {one.lastFailure.reason.happened}
            </dd>
          </>
        )}
        <dt>{t.operator.usedBy}</dt>
        <dd>
          {one.partners.slice(0, 10).map((partnerId, at) => (
            <span key={partnerId}>
              {at > 0 && ', '}
              <a href={linkTo('p', partnerId)}>{nameOf(partnerId)}</a>
            </span>
          ))}
          {one.partners.length > 10 && ` +${format.number(one.partners.length - 10)}`}
        </dd>
      </dl>
      <p class="buttons">
        <SuspendButton
          kind="connections"
          id={one.connectionId}
          name={one.name}
          text={t.operator.suspendConnection(one.partners.length)}
          suspension={one.suspension}
          onDone={onDone}
        />
      </p>
    </article>
  );
}
