import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

const CHINESE = /[\u3400-\u9fff\uf900-\ufaff]/;

/** Every word a person reads stands in the language files. */
const noWords = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const refuse = (node, text) => {
      if (CHINESE.test(text)) context.report({ node, message: "Chinese text belongs in the language files" });
    };
    return {
      Literal: (node) => typeof node.value === "string" && refuse(node, node.value),
      TemplateElement: (node) => refuse(node, node.value.raw),
      JSXText: (node) => refuse(node, node.value),
    };
  },
};

export default ts.config(
  { ignores: ["dist", "node_modules", "src/platform/api/schema.d.ts"] },
  ...ts.configs.strict,
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": hooks, dougong: { rules: { "no-words": noWords } } },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "max-lines": ["error", { max: 400 }],
    },
  },
  { files: ["src/**/*.tsx"], rules: { "dougong/no-words": "error" } },
);
