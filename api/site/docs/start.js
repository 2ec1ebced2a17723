/** Shows the OpenAPI document; the names are those of Swagger UI. */
const nothing = () => () => null;

globalThis.SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#page",
  // A link within each button could not be told apart from it.
  deepLinking: false,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  // To read, not to send with: nothing is tried out, and no token is asked for.
  supportedSubmitMethods: [],
  plugins: [() => ({ wrapComponents: { authorizeBtn: nothing, authorizeOperationBtn: nothing } })],
  syntaxHighlight: false,
  // The document is not for others to check.
  validatorUrl: null,
});
