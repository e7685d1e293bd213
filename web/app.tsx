import { useCallback, useEffect, useState } from 'preact/hooks';
import { call } from './api.ts';
import type { Language, Me, MyPartner } from './api-types.ts';
import { DropView } from './drop/drop-view.tsx';
import { useLive } from './live.ts';
import { ConnectionsView } from './operator/connections-view.tsx';
import { LinksView } from './operator/links-view.tsx';
import { OverviewView } from './operator/overview-view.tsx';
import { PartnersView } from './operator/partners-view.tsx';
import { FindView } from './partner/find-view.tsx';
import { MoreView } from './partner/more-view.tsx';
import { Title, Waiting } from './parts/small-parts.tsx';
import { linkTo, type Route, useRoute } from './route.ts';
import { openLink, SignInView } from './sign-in-view.tsx';
import { type Around, Surroundings, useAround } from './surroundings.ts';
import { german } from './texts/de.ts';
import { english } from './texts/en.ts';
import { makeFormat } from './texts/format.ts';
import { UploadView } from './uploads/upload-view.tsx';
import { UploadsView } from './uploads/uploads-view.tsx';

const catalogue = { en: english, de: german } as const;

/** What somebody chose, else what their browser speaks. */
function firstLanguage(): Language {
  const chosen = localStorage.getItem('language');
  if (chosen === 'en' || chosen === 'de') return chosen;
  return navigator.language.startsWith('de') ? 'de' : 'en';
}

export function App() {
  const [language, setLanguage] = useState(firstLanguage);
  const [signedOut, setSignedOut] = useState(false);
  const onSignedOut = useCallback(() => setSignedOut(true), []);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem('language', language);
  }, [language]);
  const around: Around = { t: catalogue[language], format: makeFormat(language), language, onSignedOut };
  return (
    <Surroundings.Provider value={around}>
      <button type="button" class="skip" onClick={() => document.querySelector('main')?.focus()}>
        {around.t.app.skip}
      </button>
      <Session signedOut={signedOut} onSignedIn={() => setSignedOut(false)} onLanguage={setLanguage} />
    </Surroundings.Provider>
  );
}

function Session(props: {
  readonly signedOut: boolean;
  readonly onSignedIn: () => void;
  readonly onLanguage: (language: Language) => void;
}) {
  const { signedOut, onSignedIn, onLanguage } = props;
  const around = useAround();
  const asked = useRoute();
  const [link, setLink] = useState<'none' | 'opening' | 'bad'>(() =>
    secretIn(location.hash) === '' ? 'none' : 'opening',
  );
  const live = useLive<Me>(link === 'opening' ? undefined : '/me');
  useEffect(() => {
    if (link !== 'opening') return;
    const secret = secretIn(location.hash);
    // The secret does not stay in the address bar or the history.
    history.replaceState(undefined, '', '#/');
    void openLink(secret).then((opened) => {
      setLink(opened ? 'none' : 'bad');
      dispatchEvent(new HashChangeEvent('hashchange'));
    });
  }, [link]);
  if (link === 'opening') return <Bare>{around.t.signIn.checkingLink}</Bare>;
  if (signedOut || live.problem?.status === 401) {
    return (
      <Frame route={asked} onLanguage={onLanguage}>
        <SignInView
          badLink={link === 'bad'}
          onSignedIn={() => {
            onSignedIn();
            live.refresh();
          }}
        />
      </Frame>
    );
  }
  const me = live.value;
  if (me === undefined) {
    return (
      <Frame route={asked} onLanguage={onLanguage}>
        <Waiting of={live} />
      </Frame>
    );
  }
  const route = asked.parts.length > 0 ? asked : startOf(me);
  const partner = me.partners.find(({ partnerId }) => partnerId === route.parts[1] && route.parts[0] === 'p');
  const inside: Around = {
    ...around,
    me,
    format: makeFormat(around.language, partner?.timeZone),
    ...(partner === undefined ? {} : { partner }),
  };
  return (
    <Surroundings.Provider value={inside}>
      <Frame route={route} onLanguage={onLanguage}>
        <View key={route.parts.join('/')} route={route} me={me} partner={partner} />
      </Frame>
    </Surroundings.Provider>
  );
}

/** Where the page begins: an operator's overview, a partner's place to drop files, or the choice of a partner. */
function startOf({ operator, partners }: Me): Route {
  const [first, ...more] = partners;
  const parts = operator ? ['operator'] : first === undefined || more.length > 0 ? [] : ['p', first.partnerId];
  return { parts, query: new URLSearchParams() };
}

/** A personal link is our address with the secret behind `#link=`; our own views begin with `#/`. */
const secretIn = (hash: string): string => /^#link=(.+)$/.exec(hash)?.[1] ?? '';

const Bare = ({ children }: { readonly children: string }) => (
  <main id="content" tabIndex={-1}>
    <p aria-busy="true">{children}</p>
  </main>
);

function View({
  route,
  me,
  partner,
}: {
  readonly route: Route;
  readonly me: Me;
  readonly partner: MyPartner | undefined;
}) {
  const { t } = useAround();
  const { parts, query } = route;
  const [first, second, third, fourth] = parts;
  const show = query.get('show') ?? undefined;
  if (first === undefined) return <Home me={me} />;
  if (first === 'operator' && me.operator) {
    if (second === undefined) return <OverviewView show={show} />;
    if (second === 'partners') return third === undefined ? <PartnersView /> : <LinksView partnerId={third} />;
    if (second === 'connections') return <ConnectionsView />;
  }
  if (first === 'p' && partner !== undefined) {
    if (third === undefined) return <DropView partner={partner} />;
    if (third === 'uploads' && fourth === undefined) return <UploadsView partner={partner} show={show} />;
    if (third === 'uploads' && fourth !== undefined)
      return <UploadView partnerId={partner.partnerId} uploadId={fourth} />;
    if (third === 'find') return <FindView partner={partner} asked={query} />;
    if (third === 'more') return <MoreView partner={partner} />;
  }
  return (
    <>
      <Title>{t.app.notFound}</Title>
      <p>
        <a href={linkTo()}>{t.app.home}</a>
      </p>
    </>
  );
}

/** Somebody of several partners chooses one. */
function Home({ me }: { readonly me: Me }) {
  const { t } = useAround();
  return (
    <>
      <Title>{t.app.partner}</Title>
      <ul>
        {me.partners.map(({ partnerId, name }) => (
          <li key={partnerId}>
            <a href={linkTo('p', partnerId)}>{name}</a>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Head and menu around a view. */
function Frame(props: {
  readonly route: Route;
  readonly onLanguage: (language: Language) => void;
  readonly children: preact.ComponentChildren;
}) {
  const { t, me, partner, language, format } = useAround();
  const { route, onLanguage, children } = props;
  const here = linkTo(...route.parts);
  const item = (label: string, ...parts: readonly string[]) => (
    <li>
      <a href={linkTo(...parts)} aria-current={here === linkTo(...parts) ? 'page' : undefined}>
        {label}
      </a>
    </li>
  );
  const signOut = async (address: string): Promise<void> => {
    if (address.startsWith('/api/')) {
      await call(address.slice('/api'.length), { method: 'POST' });
      location.hash = linkTo();
      location.reload();
    } else location.assign(address);
  };
  return (
    <>
      <header>
        <div class="top">
          <a class="brand" href={linkTo()}>
            {t.app.name}
          </a>
          {me !== undefined && me.partners.length > 1 && (
            <label class="partner">
              <select
                aria-label={t.app.partner}
                value={partner?.partnerId ?? ''}
                onChange={(event) => {
                  const to = event.currentTarget.value;
                  location.hash = to === '' ? linkTo() : linkTo('p', to);
                }}
              >
                <option value="">{t.app.partner} …</option>
                {me.partners.map(({ partnerId, name }) => (
                  <option key={partnerId} value={partnerId}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )}
          <span class="who">
            <label>
              <select
                aria-label={t.app.language}
                value={language}
                onChange={(event) => onLanguage(event.currentTarget.value === 'de' ? 'de' : 'en')}
              >
                <option value="en">English</option>
                <option value="de">Deutsch</option>
              </select>
            </label>
            {me !== undefined && <span title={t.app.signedInAs(me.name)}>{me.name}</span>}
            {me?.signOut !== undefined && (
              <button type="button" class="plain" onClick={() => signOut(me.signOut ?? '')}>
                {t.app.signOut}
              </button>
            )}
          </span>
        </div>
        {me !== undefined && (
          <nav aria-label={t.app.menu}>
            <ul>
              {me.operator && item(t.app.overview, 'operator')}
              {me.operator && item(t.app.partners, 'operator', 'partners')}
              {me.operator && item(t.app.connections, 'operator', 'connections')}
              {partner !== undefined && (
                <>
                  {item(t.app.drop, 'p', partner.partnerId)}
                  {item(t.app.uploads, 'p', partner.partnerId, 'uploads')}
                  {item(t.app.find, 'p', partner.partnerId, 'find')}
                  {item(t.app.more, 'p', partner.partnerId, 'more')}
                </>
              )}
            </ul>
          </nav>
        )}
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      {me?.until !== undefined && <footer>{t.app.linkEnds(format.day(me.until))}</footer>}
    </>
  );
}
