// The oldest browser that must work is Chrome 95 (package.json names it): no newer syntax, no newer API.
import compat from "eslint-plugin-compat";

export default [
  {
    ...compat.configs["flat/recommended"],
    files: ["portal/static/*.js", "map/static/*.js"],
    languageOptions: {
      ecmaVersion: 2021,
      sourceType: "script",
      globals: Object.fromEntries(
        ["window", "document", "location", "navigator", "caches", "self", "Response", "DOMParser", "fetch", "setTimeout", "clearTimeout", "FormData", "URL", "URLSearchParams", "AbortController", "Intl", "matchMedia", "L", "protomapsL"]
          .map((name) => [name, "readonly"]),
      ),
    },
    rules: { "compat/compat": "error", "no-undef": "error", "no-unused-vars": "error", eqeqeq: "error", strict: ["error", "function"] },
  },
];
