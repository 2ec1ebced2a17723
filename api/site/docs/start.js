/** Shows the OpenAPI document; the names are those of Swagger UI. */
globalThis.SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#page",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  // To read, not to send with.
  supportedSubmitMethods: [],
  // The document is not for others to check.
  validatorUrl: null,
});
