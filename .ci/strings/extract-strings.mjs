// Finds the sentences and words that a source file shows to people, each with its place.
import { parseSync, visitorKeys } from 'oxc-parser';

/**
 * @typedef {object} Message
 * @property {string} text English, with `{name}` where something is put in
 * @property {number} line counted from 1
 */

/** Attributes whose text people see or hear. Any other attribute is for machines. */
const SHOWN_ATTRIBUTES = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'caption',
  'description',
  'heading',
  'hint',
  'label',
  'message',
  'name',
  'nothingFoundMessage',
  'placeholder',
  'subtitle',
  'summary',
  'text',
  'title',
  'tooltip',
  'what',
  'words',
]);

/** What stands under these is read by machines: modules, types, keys, comparisons. */
const SILENT_PARENTS = {
  ImportDeclaration: ['source'],
  ImportExpression: ['source'],
  ExportNamedDeclaration: ['source'],
  ExportAllDeclaration: ['source'],
  TSLiteralType: ['literal'],
  TSExternalModuleReference: ['expression'],
};

/** Arguments of these are names for machines. */
const SILENT_CALLS = new Set([
  'closest',
  'endsWith',
  'fetch',
  'getAttribute',
  'getPropertyValue',
  'has',
  'includes',
  'indexOf',
  'matches',
  'querySelector',
  'querySelectorAll',
  'replaceAll',
  'setAttribute',
  'split',
  'startsWith',
]);

/** Machines' languages: PromQL, CSS, addresses, media types, regular expressions. */
const MACHINE_TEXT =
  /istio_|=~"|\bsum\(|\bby \(|var\(--|^[#./]|^[\d.]+(px|ms|rem|s)\b|^https?:|^[a-z-]+\/[a-z0-9.+*-]+$|^[\w.-]+=|\\[dsw]/;

/**
 * @param {string} file name, whose ending tells the language
 * @param {string} source
 * @returns {Message[]} in the order of the file
 * @throws {SyntaxError} when the source cannot be parsed
 */
export function extractStrings(file, source) {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new SyntaxError(`${file}: ${errors[0].message}`);
  const messages = [];
  const add = (text, at, isShown) => {
    const words = text.replaceAll(/\s+/g, ' ').trim();
    if (isLanguage(words, isShown)) messages.push({ text: words, line: lineOf(source, at) });
  };
  visit(program, { isShown: false });
  return messages.toSorted((a, b) => a.line - b.line);

  function visit(node, context) {
    switch (node.type) {
      case 'JSXElement':
      case 'JSXFragment':
        addChildren(node);
        break;
      case 'JSXText':
        // Told with its neighbours, by what they stand in.
        return;
      case 'JSXAttribute': {
        const name = node.name.type === 'JSXIdentifier' ? node.name.name : '';
        if (node.value) visitAttribute(node.value, SHOWN_ATTRIBUTES.has(name));
        return;
      }
      case 'Literal':
        if (typeof node.value === 'string') add(node.value, node.start, context.isShown);
        return;
      case 'TemplateLiteral':
        add(printTemplate(node), node.start, context.isShown);
        for (const expression of node.expressions) visit(expression, { isShown: false });
        return;
      case 'TaggedTemplateExpression':
        return;
      case 'ExpressionStatement':
        if (node.directive) return;
        break;
      case 'BinaryExpression':
        if (/^[!=]==?$/.test(node.operator)) return;
        break;
      case 'CallExpression':
        visit(node.callee, { isShown: false });
        if (!SILENT_CALLS.has(nameOf(node.callee)))
          for (const argument of node.arguments) visit(argument, { isShown: false });
        return;
      case 'Property':
        if (node.computed) visit(node.key, { isShown: false });
        visit(node.value, { isShown: SHOWN_ATTRIBUTES.has(node.key.name ?? node.key.value) });
        return;
      case 'MemberExpression':
        visit(node.object, { isShown: false });
        return;
      case 'SwitchCase':
        for (const statement of node.consequent) visit(statement, { isShown: false });
        return;
    }
    const silent = SILENT_PARENTS[node.type] ?? [];
    for (const key of visitorKeys[node.type] ?? []) {
      if (silent.includes(key)) continue;
      for (const child of [node[key]].flat()) if (child?.type) visit(child, passOn(node, context));
    }
  }

  function visitAttribute(value, isShown) {
    if (value.type === 'Literal') {
      // Whatever an attribute is called, a sentence is for people.
      if (isShown || /^[A-Z].* /.test(value.value)) add(String(value.value), value.start, isShown);
      return;
    }
    const expression = value.type === 'JSXExpressionContainer' ? value.expression : value;
    // An object, element or function inside of an attribute has rules of its own.
    if (isShown || !/Literal$|ConditionalExpression|LogicalExpression/.test(expression.type))
      visit(expression, { isShown });
  }

  /** Text and what is put into it are one message; elements in between are told by their names. */
  function addChildren({ children }) {
    if (!children.some(({ type, value }) => type === 'JSXText' && /[A-Za-z]{2}/.test(value))) return;
    const parts = children.map((child) => {
      if (child.type === 'JSXText') return decode(child.value);
      if (child.type === 'JSXElement') return `{${nameOf(child.openingElement.name)}}`;
      if (child.type !== 'JSXExpressionContainer') return '';
      const { expression } = child;
      if (expression.type === 'JSXEmptyExpression') return '';
      return expression.type === 'Literal' ? String(expression.value) : `{${nameOf(expression)}}`;
    });
    const first = children.find(({ type, value }) => type === 'JSXText' && /\S/.test(value));
    const before = first.value.length - first.value.trimStart().length;
    add(parts.join(''), first.start + before, true);
  }
}

/** Whether what stands here is shown also holds for the branches of a condition and the parts of a sum. */
function passOn({ type }, { isShown }) {
  return {
    isShown:
      isShown &&
      /^(ConditionalExpression|LogicalExpression|ParenthesizedExpression|TSAsExpression)$/.test(type),
  };
}

function printTemplate({ quasis, expressions }) {
  return quasis
    .map(({ value }, at) => value.cooked + (expressions[at] ? `{${nameOf(expressions[at])}}` : ''))
    .join('');
}

/** How a translator may call what is put in. */
function nameOf(node) {
  switch (node.type) {
    case 'Identifier':
    case 'JSXIdentifier':
      return node.name;
    case 'JSXMemberExpression':
    case 'MemberExpression':
      return node.property.name ?? 'value';
    case 'CallExpression':
      return nameOf(node.callee);
    case 'ChainExpression':
    case 'TSNonNullExpression':
      return nameOf(node.expression);
    default:
      return 'value';
  }
}

/** Where it is not known that people see a text, it must look like words: two of them, or one with a capital. */
function isLanguage(text, isShown) {
  const own = text.replaceAll(/\{\w+\}/g, ' ');
  if (!/[A-Za-z]{2}/.test(own) || MACHINE_TEXT.test(text)) return false;
  if (isShown) return true;
  return (
    /(^|[\s("])[A-Za-z][a-z’']*[,.:;]? [("{]*[A-Za-z{]/.test(text) ||
    /^[A-Z][a-z]+(-[a-z]+)*[.:…]?$/.test(text)
  );
}

const ENTITIES = { '&nbsp;': ' ', '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

function decode(text) {
  return text.replaceAll(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity);
}

function lineOf(source, at) {
  return source.slice(0, at).split('\n').length;
}
