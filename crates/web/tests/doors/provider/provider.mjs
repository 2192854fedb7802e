// A real OpenID Connect provider (npm oidc-provider) on loopback for the stories of the secure page. Who signs in next,
// and how, is said beforehand: GET /next?sub=…&name=…&amr=… (&mail=…&verified=…). Its only invention is that nobody types a password.
import http from 'node:http';
import { Provider } from 'oidc-provider';

const [port, redirect, mail] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
let next = { sub: 'nobody', claims: {}, amr: ['pwd'] };
const people = new Map();

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'svara', client_secret: 'svara-test-secret-of-no-account', redirect_uris: [redirect],
    grant_types: ['authorization_code'], response_types: ['code'],
  }],
  claims: { openid: ['sub', 'amr', 'acr'], profile: ['name'], email: ['email', 'email_verified'] },
  // Some providers tell the mail address with the sign-in, some only when asked for it.
  conformIdTokenClaims: mail === 'apart',
  pkce: { required: () => true },
  cookies: { keys: ['only-for-this-test'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
});
provider.proxy = true;

async function interact(req, res) {
  const { prompt, params, grantId, session } = await provider.interactionDetails(req, res);
  if (prompt.name === 'login') {
    people.set(next.sub, next.claims);
    return provider.interactionFinished(req, res, { login: { accountId: next.sub, amr: next.amr, remember: false } });
  }
  const grant = grantId ? await provider.Grant.find(grantId) : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return provider.interactionFinished(req, res, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
}

const handle = provider.callback();
http.createServer((req, res) => {
  const url = new URL(req.url, issuer);
  if (url.pathname === '/next') {
    const given = (name) => url.searchParams.get(name);
    const address = given('mail') ? { email: given('mail'), email_verified: given('verified') === 'true' } : {};
    next = { sub: given('sub'), claims: { name: given('name'), ...address }, amr: given('amr').split(',') };
    res.end('ok');
  } else if (url.pathname.startsWith('/interaction/')) {
    interact(req, res).catch((error) => { res.statusCode = 500; res.end(String(error)); });
  } else {
    handle(req, res);
  }
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
