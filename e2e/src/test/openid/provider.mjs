// A certified provider of OpenID Connect, for BrowserLogInTest; its arguments: REDIRECT-URI SECRET
// Whoever logs in at its own pages, with any password, is who they say they are. Prints its issuer when it listens.
import http from 'node:http';
import Provider from 'oidc-provider';

const [redirect, secret] = process.argv.slice(-2);
const groups = { vera: ['lab'], olga: ['operators', 'lab'] };
const server = http.createServer();
// By an address and not by name: to a browser that knows the controller as localhost this is another site.
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'netseat', client_secret: secret, redirect_uris: [redirect] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['preferred_username', 'groups'] },
    pkce: { required: () => true },
    findAccount: (context, id) => ({
      accountId: id,
      claims: () => ({
        sub: `subject-of-${id}`, preferred_username: `${id} at example`, email: `${id}@example.org`, email_verified: true, groups: groups[id] ?? [],
      }),
    }),
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
process.stdin.on('close', () => process.exit()).resume();
