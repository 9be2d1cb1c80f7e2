/* BackCare, MIT. Contains Lit: Copyright Google LLC, BSD-3-Clause. */
var e=`home-assistant`;document.querySelector(e)&&await customElements.whenDefined(e);var t=globalThis,n=t.ShadowRoot&&(t.ShadyCSS===void 0||t.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,r=Symbol(),i=new WeakMap,a=class{constructor(e,t,n){if(this._$cssResult$=!0,n!==r)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(n&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=i.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&i.set(t,e))}return e}toString(){return this.cssText}},o=e=>new a(typeof e==`string`?e:e+``,void 0,r),s=(e,...t)=>new a(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,r),c=(e,r)=>{if(n)e.adoptedStyleSheets=r.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let n of r){let r=document.createElement(`style`),i=t.litNonce;i!==void 0&&r.setAttribute(`nonce`,i),r.textContent=n.cssText,e.appendChild(r)}},l=n?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return o(t)})(e):e,{is:u,defineProperty:d,getOwnPropertyDescriptor:ee,getOwnPropertyNames:te,getOwnPropertySymbols:ne,getPrototypeOf:re}=Object,f=globalThis,ie=f.trustedTypes,ae=ie?ie.emptyScript:``,oe=f.reactiveElementPolyfillSupport,p=(e,t)=>e,m={toAttribute(e,t){switch(t){case Boolean:e=e?ae:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},se=(e,t)=>!u(e,t),ce={attribute:!0,type:String,converter:m,reflect:!1,useDefault:!1,hasChanged:se};Symbol.metadata??=Symbol(`metadata`),f.litPropertyMetadata??=new WeakMap;var h=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=ce){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&d(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=ee(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??ce}static _$Ei(){if(this.hasOwnProperty(p(`elementProperties`)))return;let e=re(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(p(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(p(`properties`))){let e=this.properties,t=[...te(e),...ne(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(l(e))}else e!==void 0&&t.push(l(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return c(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?m:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?m:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??se)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};h.elementStyles=[],h.shadowRootOptions={mode:`open`},h[p(`elementProperties`)]=new Map,h[p(`finalized`)]=new Map,oe?.({ReactiveElement:h}),(f.reactiveElementVersions??=[]).push(`2.1.2`);var g=globalThis,le=e=>e,_=g.trustedTypes,ue=_?_.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,de=`$lit$`,v=`lit$${Math.random().toFixed(9).slice(2)}$`,fe=`?`+v,pe=`<${fe}>`,y=document,b=()=>y.createComment(``),x=e=>e===null||typeof e!=`object`&&typeof e!=`function`,S=Array.isArray,me=e=>S(e)||typeof e?.[Symbol.iterator]==`function`,C=`[ 	
\f\r]`,w=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,he=/-->/g,ge=/>/g,T=RegExp(`>|${C}(?:([^\\s"'>=/]+)(${C}*=${C}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),_e=/'/g,ve=/"/g,ye=/^(?:script|style|textarea|title)$/i,E=(e=>(t,...n)=>({_$litType$:e,strings:t,values:n}))(1),D=Symbol.for(`lit-noChange`),O=Symbol.for(`lit-nothing`),be=new WeakMap,k=y.createTreeWalker(y,129);function xe(e,t){if(!S(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return ue===void 0?t:ue.createHTML(t)}var Se=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=w;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===w?c[1]===`!--`?o=he:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=T):(ye.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=T):o=ge:o===T?c[0]===`>`?(o=i??w,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?T:c[3]===`"`?ve:_e):o===ve||o===_e?o=T:o===he||o===ge?o=w:(o=T,i=void 0);let d=o===T&&e[t+1].startsWith(`/>`)?` `:``;a+=o===w?n+pe:l>=0?(r.push(s),n.slice(0,l)+de+n.slice(l)+v+d):n+v+(l===-2?t:d)}return[xe(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},A=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=Se(t,n);if(this.el=e.createElement(l,r),k.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=k.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(de)){let t=u[o++],n=i.getAttribute(e).split(v),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?we:r[1]===`?`?Te:r[1]===`@`?Ee:N}),i.removeAttribute(e)}else e.startsWith(v)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(ye.test(i.tagName)){let e=i.textContent.split(v),t=e.length-1;if(t>0){i.textContent=_?_.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],b()),k.nextNode(),c.push({type:2,index:++a});i.append(e[t],b())}}}else if(i.nodeType===8){if(i.data===fe)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(v,e+1))!==-1;)c.push({type:7,index:a}),e+=v.length-1}}a++}}static createElement(e,t){let n=y.createElement(`template`);return n.innerHTML=e,n}};function j(e,t,n=e,r){if(t===D)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=x(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=j(e,i._$AS(e,t.values),i,r)),t}var Ce=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??y).importNode(t,!0);k.currentNode=r;let i=k.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new M(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new De(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=k.nextNode(),a++)}return k.currentNode=y,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},M=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=O,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=j(this,e,t),x(e)?e===O||e==null||e===``?(this._$AH!==O&&this._$AR(),this._$AH=O):e!==this._$AH&&e!==D&&this._(e):e._$litType$===void 0?e.nodeType===void 0?me(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==O&&x(this._$AH)?this._$AA.nextSibling.data=e:this.T(y.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=A.createElement(xe(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new Ce(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=be.get(e.strings);return t===void 0&&be.set(e.strings,t=new A(e)),t}k(t){S(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(b()),this.O(b()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=le(e).nextSibling;le(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},N=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=O,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=O}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=j(this,e,t,0),a=!x(e)||e!==this._$AH&&e!==D,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=j(this,r[n+o],t,o),s===D&&(s=this._$AH[o]),a||=!x(s)||s!==this._$AH[o],s===O?e=O:e!==O&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===O?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},we=class extends N{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===O?void 0:e}},Te=class extends N{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==O)}},Ee=class extends N{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=j(this,e,t,0)??O)===D)return;let n=this._$AH,r=e===O&&n!==O||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==O&&(n===O||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},De=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){j(this,e)}},Oe=g.litHtmlPolyfillSupport;Oe?.(A,M),(g.litHtmlVersions??=[]).push(`3.3.3`);var ke=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new M(t.insertBefore(b(),e),e,void 0,n??{})}return i._$AI(e),i},P=globalThis,F=class extends h{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=ke(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return D}};F._$litElement$=!0,F.finalized=!0,P.litElementHydrateSupport?.({LitElement:F});var Ae=P.litElementPolyfillSupport;Ae?.({LitElement:F}),(P.litElementVersions??=[]).push(`4.2.2`);function I(e,t){return/^nl\b/i.test(e)?t.nl:t.en}var je={en:{labels:{entity:`Person`,show_week:`Show the week`},helper:`Any entity of the person. With one person it can stay empty.`,byDevice:`This card names a device. Change that in the code editor.`},nl:{labels:{entity:`Persoon`,show_week:`Toon de week`},helper:`Een entiteit van de persoon. Bij één persoon mag dit leeg blijven.`,byDevice:`Deze kaart noemt een apparaat. Wijzig dat in de code-editor.`}};function Me(e){let t=I(e,je);return{schema:[{name:`entity`,selector:{entity:{filter:{integration:`backcare`}}}},{name:`show_week`,default:!0,selector:{boolean:{}}}],computeLabel:({name:e})=>t.labels[e],computeHelper:({name:e})=>e===`entity`?t.helper:``,assertConfig({entity:e}){if(e&&!String(e).includes(`.`))throw Error(t.byDevice)}}}var Ne=6e5,Pe=250,Fe=class{#e=[];#t=0;#n=!0;get isDoubtful(){return this.#n}hear(e,t=-1/0){let n=performance.now(),r={heardAt:n,low:e-n,high:e-t},i=Math.abs(r.low-this.#t)<Pe;this.#e=this.#e.filter(e=>n-e.heardAt<Ne&&e.low<=r.high&&r.low<=e.high),this.#e.push(r);let a=Math.max(...this.#e.map(e=>e.low)),o=Math.min(...this.#e.map(e=>e.high));this.#t=o===1/0?a:(a+o)/2,this.#n=o===1/0||!i}forget(){this.#e=[],this.#n=!0}now(){return performance.now()+this.#t}toLocal(e){return e-this.#t}};function Ie(e){return{duration:e.duration,remaining:e.remaining,hasReentry:e.reentry>0,endsAt:e.ends_at}}function Le(e,t){let{duration:n,endsAt:r,hasReentry:i}=e,a=e.remaining,o=0;if(r!==null){let e=Math.max(0,(r-t)/1e3);o=i?Math.max(0,e-a):0,a=Math.min(e-o,n)}return{remaining:a,elapsed:n>0?Math.min(1,Math.max(0,1-a/n)):1,reentry:o,isRunning:r!==null&&o===0&&a>0}}function Re(e){let t=Math.max(0,Math.ceil(e));return t<60?String(t):`${Math.floor(t/60)}:${String(t%60).padStart(2,`0`)}`}function ze(e){return Math.max(1,(e-Math.ceil(e)+1)*1e3)}var Be=3,Ve=5e3,He=3e4,Ue=3e3,We=[1e3,4e3],Ge={not_found:`not_found`,ambiguous:`ambiguous`,unauthorized:`unauthorized`,unknown_command:`no_integration`},L=()=>void 0,Ke=class{clock=new Fe;view=null;problem=`loading`;isOnline=!0;version=``;routines=[];#e;#t=null;#n={};#r=null;#i=null;#a=0;#o={};#s=``;#c=new Map;#l=new Set;#u=[];constructor(e){this.#e=e}follow(e,t){this.#t=e;let n=JSON.stringify(this.#n)===JSON.stringify(t);e.connection===this.#r&&n||(this.leave(),this.#n=t,this.#r=e.connection,this.#r.addEventListener(`ready`,this.#d),this.#r.addEventListener(`disconnected`,this.#f),n||this.#g(),this.#r.connected?this.#d():this.#f())}leave(){this.#r?.removeEventListener(`ready`,this.#d),this.#r?.removeEventListener(`disconnected`,this.#f),this.#r=null,this.#p(),this.#i?.().catch(L),this.#i=null}picture(e){return this.#l.has(e)||(this.#l.add(e),this.#u.length||queueMicrotask(()=>void this.#C()),this.#u.push(e)),this.#c.get(e)??``}measure(){this.#b([0])}#d=()=>{let e=this.#r;if(!e)return;this.#p(),this.clock.forget(),this.isOnline=!0;let t=this.#a,n=performance.now(),r=!0;this.#m(e,e=>{t===this.#a&&(this.#h(e,r?n:void 0),r=!1)}).then(e=>{t===this.#a?this.#i=e:e().catch(L)},e=>{t===this.#a&&this.#y(e)}),this.#e()};#f=()=>{this.#p(),this.#i=null,this.isOnline=!1,this.#e()};#p(){this.#a+=1;for(let e of Object.values(this.#o))clearTimeout(e);this.#o={}}#m(e,t){return e.subscribeMessage(t,{type:`backcare/subscribe`,...this.#n},{resubscribe:!1})}#h(e,t){if(e.protocol!==1){this.version=e.version??``,this.#v(null,e.protocol>1?`outdated`:`half_updated`);return}if(`gone`in e){this.#o.grace??=setTimeout(()=>this.#v(null,`gone`),Ue);return}clearTimeout(this.#o.grace),delete this.#o.grace,this.clock.hear(e.now,t),this.clock.isDoubtful&&this.#b(We);let n=this.view;n&&(n.version!==e.version||n.language!==e.language)&&this.#_(),this.version=e.version,this.#v(e,this.problem),e.routines_revision!==this.#s&&this.#S(e)}#g(){this.view=null,this.problem=`loading`,this.routines=[],this.#s=``,this.#_()}#_(){this.#c.clear(),this.#l.clear()}#v(e,t){this.view=e,this.problem=t,this.#e()}#y(e){if(typeof e==`number`||e.code===Be)return;let{code:t}=e,n=t===`unknown_command`&&(this.view!==null||this.#t?.config.state!==`RUNNING`),r=n?`starting`:Ge[String(t)]??`unknown`;this.#o.retry=setTimeout(this.#d,n?Ve:He),this.#v(null,r)}#b([e,...t]){clearTimeout(this.#o.measure),e!==void 0&&(this.#o.measure=setTimeout(()=>{this.#x(),this.#b(t)},e))}#x(){let e=this.#r;if(!e?.connected||!this.view)return;let t=this.#a,n=performance.now(),r=!0,i=this.#m(e,e=>{r&&(r=!1,i.then(e=>e()).catch(L),t!==this.#a||`gone`in e||(this.clock.hear(e.now,n),this.#e()))});i.catch(L)}async#S(e){let t=this.#a;this.#s=e.routines_revision;try{let n=await this.#w(e,`backcare/routines`,{});if(t!==this.#a)return;this.#s=n.revision,this.routines=n.routines,this.#e()}catch{this.#s=``}}async#C(){let{view:e}=this,t=this.#u;if(this.#u=[],e)try{let n=await this.#w(e,`backcare/pictures`,{keys:t});for(let[e,t]of Object.entries(n))this.#c.set(e,t);this.#e()}catch{for(let e of t)this.#l.delete(e)}}#w(e,t,n){let r={type:t,config_entry_id:e.entry_id,...n};return this.#r?this.#r.sendMessagePromise(r):Promise.reject(Error(`nobody is followed`))}},qe=40,Je=class{#e;#t=matchMedia(`(prefers-reduced-motion: reduce)`);show(e,t,n){this.stop();let r=performance.now()-t*1e3,i=()=>{document.hidden||e.setCurrentTime((performance.now()-r)/1e3)};i(),n&&!this.#t.matches&&e.querySelector(`animate`)&&(this.#e=setInterval(i,qe))}stop(){clearInterval(this.#e)}},Ye=class{isOpen=!1;#e=!1;#t;constructor(e){this.#t=e,e.addController(this)}hostConnected(){document.addEventListener(`fullscreenchange`,this.#r)}hostDisconnected(){document.removeEventListener(`fullscreenchange`,this.#r),this.close()}async open(){try{await document.documentElement.requestFullscreen({navigationUI:`hide`}),this.#e=!0}catch{}this.#t.isConnected&&(this.isOpen=!0,this.#t.requestUpdate(),await this.#t.updateComplete,this.#n?.showModal(),this.#n?.focus())}close(){if(!this.isOpen)return;this.isOpen=!1,this.#t.requestUpdate(),this.#n?.close();let e=this.#e&&document.fullscreenElement;this.#e=!1,e&&document.exitFullscreen().catch(()=>void 0)}get#n(){return this.#t.renderRoot.querySelector(`dialog`)}#r=()=>{this.#e&&!document.fullscreenElement&&this.close()}},Xe=864e5,Ze=6;function Qe({language:e,locale:t,config:n}){let r=t?.time_format??``;return{language:e,...t?.time_zone===`server`&&n.time_zone&&{timeZone:n.time_zone},...[`12`,`24`].includes(r)&&{hourCycle:r===`12`?`h12`:`h23`}}}function $e(e,t,{language:n,...r},i){let a=(e,t)=>new Intl.DateTimeFormat(n,{...r,...t}).format(e),o=e=>a(e,{dateStyle:`short`,hourCycle:void 0}),s=a(e,{hour:r.hourCycle===`h23`?`2-digit`:`numeric`,minute:`2-digit`});return o(e)===o(t)?i.today(s):o(e)===o(t+Xe)?i.tomorrow(s):`${a(e,Math.abs(e-t)<Ze*Xe?{weekday:`long`,hourCycle:void 0}:{weekday:`short`,day:`numeric`,month:`short`,hourCycle:void 0})} ${s}`}var et={play:`M8 5v14l11-7z`,pause:`M6 5h4v14H6zm8 0h4v14h-4z`,next:`M6 18l8.5-6L6 6zM16 6v12h2V6z`,previous:`M6 6h2v12H6zm3.5 6l8.5 6V6z`,stop:`M6 6h12v12H6z`,expand:`M5 5h6v2H7v4H5zm8 0h6v6h-2V7h-4zM5 13h2v4h4v2H5zm12 0h2v6h-6v-2h4z`,close:`M6.4 5L12 10.6 17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4z`,check:`M9 16.2L4.8 12l-1.4 1.4L9 19 21 7l-1.4-1.4z`,sound:`M4 9v6h4l5 5V4L8 9zm11.5 3A4.5 4.5 0 0 0 14 8.6v6.8a4.5 4.5 0 0 0 1.5-3.4zM14 4.2v2.1a6 6 0 0 1 0 11.4v2.1a8 8 0 0 0 0-15.6z`,silent:`M4 9v6h4l5 5V4L8 9zm17.5-.1l-1.4-1.4-2.6 2.6-2.6-2.6-1.4 1.4 2.6 2.6-2.6 2.6 1.4 1.4 2.6-2.6 2.6 2.6 1.4-1.4-2.6-2.6z`,prepare:`M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm1 5v4.6l3.2 1.9-1 1.7-4.2-2.5V8z`,hold:`M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zm0 2a6 6 0 1 1 0 12 6 6 0 0 1 0-12zm0 3a3 3 0 1 0 0 6 3 3 0 0 0 0-6z`,move:`M7 8V4L1.5 9.5 7 15v-4h10v4l5.5-5.5L17 4v4z`,side_change:`M8 3L3.5 7.5 8 12V9h12V6H8zm8 9v3H4v3h12v3l4.5-4.5z`,rest:`M7 3h10v4.2L13.2 12l3.8 4.8V21H7v-4.2l3.8-4.8L7 7.2z`};function R(e){return E`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d=${et[e]} />
  </svg>`}var tt={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},nt=e=>(...t)=>({_$litDirective$:e,values:t}),rt=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},z=class extends rt{constructor(e){if(super(e),this.it=O,e.type!==tt.CHILD)throw Error(this.constructor.directiveName+`() can only be used in child bindings`)}render(e){if(e===O||e==null)return this._t=void 0,this.it=e;if(e===D)return e;if(typeof e!=`string`)throw Error(this.constructor.directiveName+`() called with a non-string value`);if(e===this.it)return this._t;this.it=e;let t=[e];return t.raw=t,this._t={_$litType$:this.constructor.resultType,strings:t,values:[]}}};z.directiveName=`unsafeHTML`,z.resultType=1;var it=nt(z);function B(e){return E`<div class="figure" aria-hidden="true">${it(e)}</div>`}function V(e){let{name:t,label:n,press:r,isDisabled:i=!1,isMain:a=!1}=e;return E`<button
    type="button"
    class="wide ${a?`main`:``}"
    data-action=${t}
    aria-pressed=${e.isPressed??O}
    ?disabled=${i}
    @click=${r}
  >
    ${n}
  </button>`}function H(e){let{name:t,label:n,sign:r,press:i,isDisabled:a=!1,isMain:o=!1}=e;return E`<button
    type="button"
    class="round ${o?`main`:``}"
    data-action=${t}
    aria-label=${n}
    title=${n}
    aria-pressed=${e.isPressed??O}
    ?disabled=${a}
    @click=${i}
  >
    ${R(r)}
  </button>`}var at=Array.from({length:11},(e,t)=>t);function ot(e,t,n){return E`<div class="rating" role="group" aria-label=${e.label}>
    <p>${e.label}</p>
    <div class="scale">
      ${at.map(r=>E`<button
            type="button"
            data-rating=${e.key}
            value=${r}
            aria-label=${n.words.rated(e.label,r)}
            aria-pressed=${e.value===r}
            ?disabled=${!n.isOnline}
            @click=${()=>n.run(`rate_session`,{session_id:t,[e.key]:r})}
          >
            ${r}
          </button>`)}
    </div>
    <p class="ends" aria-hidden="true">
      <span>0 = ${e.lowest}</span><span>10 = ${e.highest}</span>
    </p>
  </div>`}function st(e,t){let{words:n}=t;return E`<section class="done" tabindex="-1" data-scene="done">
    <header>
      <div class="medal" aria-hidden="true">
        ${R(e.isProud?`check`:`stop`)}
      </div>
      <div>
        <h2>${e.headline}</h2>
        <p>${e.routine}</p>
      </div>
      ${t.tools}
    </header>
    <ul class="facts">
      ${e.facts.map(e=>E`<li>${e}</li>`)}
    </ul>
    <p>${e.words}</p>
    ${e.reasons.length?ct(e,t):O}
    ${e.ratings.length?E`<p class="headline">${n.rateLead}</p>
            ${e.ratings.map(n=>ot(n,e.sessionId,t))}`:O}
    ${e.advice?E`<p class="alert" role="alert">${e.advice}</p>`:O}
    ${e.warningSigns.length?lt(e.warningSigns,n.warningSigns):O}
    ${e.meaning?E`<p class="meaning">${e.meaning}</p>`:O}
    ${V({name:`dismiss`,label:n.done,press:()=>t.dismiss(`session`,e.sessionId)})}
  </section>`}function ct(e,t){let{words:n}=t;return E`<div class="reasons" role="group" aria-label=${n.stopReason}>
    <p class="headline">${n.stopReason}</p>
    <div class="answers">
      ${e.reasons.map(({value:n,label:r,isChosen:i})=>V({name:`reason-${n}`,label:r,press:()=>t.answer(`reason`,{session_id:e.sessionId,reason:n}),isDisabled:!t.isOnline,isPressed:i}))}
    </div>
  </div>`}function lt(e,t){return E`<details open>
    <summary>${t}</summary>
    ${e.map(e=>E`<h3>${e.title}</h3>
          <p>${e.action}</p>
          <ul class="signs">
            ${e.signs.map(e=>E`<li>${e}</li>`)}
          </ul>`)}
  </details>`}function ut(e){return E`<section
    class="notice"
    tabindex="-1"
    data-scene="notice"
    aria-busy=${e.isBusy}
  >
    <p role="status">${e.text}</p>
    ${e.link?dt(e.link):O}
    ${e.reload?E`<button
            type="button"
            class="wide"
            @click=${()=>location.reload()}
          >
            ${e.reload}
          </button>`:O}
  </section>`}function dt({href:e,label:t}){return E`<a class="wide" href=${e}>${t}</a>`}var ft=`/config/integrations/integration/backcare`,pt=12,mt=2,ht=`consult`;function gt(e,t,n){let{idle:r}=e,i=_t(e,t.isAdmin,n),a=t.isOnline&&!i,o=t.chosen||r.routine,s=t.routines.find(({id:e})=>e===o),c=t.routines.map(({id:e,name:t,total_seconds:r})=>({value:e,label:`${t} · ${Tt(r,n)}`,isChosen:e===o}));return{kind:`idle`,name:e.name,week:t.showsWeek?vt(r.week,n):null,prompt:i?null:yt(e,t,n),routines:c.length?c:[{value:r.routine,label:r.routine_name,isChosen:!0}],levels:r.levels.map(e=>({value:e,label:e===`auto`?n.levelAuto(r.level):n.levelNumber(e),isChosen:e===r.level_choice})),canChooseLevel:e.can_control&&`select.level_choice`in e.entities,facts:s?[Tt(s.total_seconds,n),n.sets(s.set_count)].join(` · `):``,exercises:(s?.exercises??[]).map(e=>({...Ct(e),detail:[e.side_name,n.sets(e.set_count)].filter(Boolean).join(` · `)})),refusal:i,canStart:a,plans:xt(e,t,n),practice:r.practice&&{routine:r.practice.routine,text:n.practice(r.practice.today,r.practice.goal),canStart:a},folds:St(e,n),disclaimer:r.disclaimer,meaning:t.meaning}}function _t(e,t,n){return e.can_control?e.idle.refusal?{text:t?n.safety:`${n.safety} ${n.safetyAsk}`,link:wt(t,n)}:null:{text:n.onlyLooking,link:null}}function vt(e,t){let{count:n,goal:r,minutes:i,minutes_goal:a,streak:o}=e,s=[a===null?t.minutes(i):t.minutesDone(i,a)];return e.programme_week<=pt&&s.push(t.programmeWeek(e.programme_week,pt)),o>=mt&&s.push(t.streak(o)),{done:n,goal:r,text:t.weekCount(n,r),details:s.join(` · `)}}function yt({idle:e},t,n){let{programme:r,plan:i}=e,{now:a,reading:o,meaning:s}=t;if(r?.on_hold)return{kind:`hold`,text:r.why??n.onHold};if(i.due_at!==null)return{kind:`due`,text:n.due($e(i.due_at,a,o,n))};if(r?.next_day&&bt(r.next_day,t))return{kind:`next_day`,sessionId:r.next_day.session_id};let c=[s,r?.why,r?.offer?.text],l=[...new Set(c.filter(e=>e))],u=!!r?.offer;return l.length?{kind:`why`,texts:l,hasOffer:u}:null}function bt({session_id:e,from_at:t,until_at:n},{now:r,skipped:i}){return e!==i&&t<=r&&r<n}function xt({idle:e},{now:t,reading:n},r){let{plan:i,practice:a,programme:o}=e;return[[i.due_at===null?i.next_at:null,r.planned],[o?.rest_until,r.restUntil],[a?.next_at,r.nextPractice]].flatMap(([e,i])=>e?[i($e(e,t,n,r))]:[])}function St({idle:e},t){let{info:n,programme:r}=e,i=r?.review;return[...i?[{kind:`review`,title:t.review,text:i,isOpen:!1}]:[],...n?[{kind:`info`,title:t.info,text:n.text,isOpen:n.id===ht}]:[]]}function Ct(e){let{exercise_name:t,side_name:n,picture:r}=e;return{name:t,detail:n??``,picture:r}}function wt(e,t){return e?{href:ft,label:t.openSettings}:null}function Tt(e,t){return t.minutes(Math.max(1,Math.round(e/60)))}var Et=.9,Dt=.6,Ot=[`pain_during`,`effort`],kt=[`pain`,`too_hard`,`no_time`,`other`];function At(e,t){let{view:n}=e;if(!n)return jt(e,t);if(n.session)return Mt(n,n.session,t);let{last:r}=n.idle;return r&&r.session_id!==e.dismissed&&Rt(r.ended_at,e.now)?Ft(n,r,e.meaning,t):gt(n,e,t)}function jt(e,t){let{problem:n,isOnline:r,hasTarget:i,isAdmin:a}=e,o={kind:`notice`,isBusy:!1,link:null,reload:null};if(n===`outdated`){let n=t.outdated(e.cardVersion,e.version);return{...o,text:n,reload:t.reload}}if(n===`not_found`&&!i)return{...o,text:t.notices.nobody,link:wt(a,t)};if(n===`loading`&&!r)return{...o,text:t.notices.offline};let s=n===`loading`||n===`starting`;return{...o,isBusy:s,text:t.notices[n]}}function Mt(e,t,n){let{phase:r,next:i,set_done_count:a,set_total_count:o}=t,s=t.status===`paused`,c=Nt(r,n),l=[n.kinds[r.kind],c.headline,...c.details,n.seconds(Math.round(r.duration)),c.instruction];return{kind:`session`,name:t.routine_name,progress:{done:a,total:o,text:n.setsDone(a,o)},timeLeft:n.minutesLeft(Math.max(1,Math.ceil(t.remaining/60))),phaseKind:r.kind,phaseName:n.kinds[r.kind],...c,picture:r.picture,next:i&&Ct(i),countdown:Ie(r),isPaused:s,canControl:e.can_control,announcement:s?n.paused:Pt(l)}}function Nt(e,t){let{instruction:n}=e;if(e.kind===`rest`)return{headline:n,details:[],instruction:``};let r=[];return e.side_name&&r.push(e.side_name),e.set_count>1&&r.push(t.setOf(e.set_number,e.set_count)),e.repetition_count>1&&r.push(t.repetitions(e.repetition_count)),{headline:e.exercise_name,details:r,instruction:n}}function Pt(e){return e.filter(Boolean).map(e=>e.replace(/\.?$/,`.`)).join(` `)}function Ft(e,t,n,r){let{idle:i}=e,{outcome:a,completed:o}=t,s=o<Dt;return{kind:`done`,sessionId:t.session_id,isProud:a===`finished`&&!s,headline:r.outcomes[a===`finished`&&s?`little`:a],routine:t.routine_name,facts:[r.minutes(t.minutes),r.setsDone(t.set_done_count,t.set_total_count),r.weekCount(i.week_count,i.week_goal)],words:Lt(t,i.week_count>=i.week_goal,r),reasons:e.can_control&&a===`cancelled`?kt.map(e=>({value:e,label:r.reasons[e],isChosen:e===t.reason})):[],ratings:e.can_control?Ot.map(e=>It(e,r,t.ratings[e])):[],meaning:n,advice:t.advice,warningSigns:t.warning_signs}}function It(e,t,n){let[r,i]=t.scales[e];return{key:e,label:t.ratings[e],lowest:r,highest:i,value:n}}function Lt({outcome:e,completed:t},n,r){return t<Dt?r.kindWords.little:e===`finished`?n?r.weekReached:r.kindWords[t<Et?`most`:`finished`]:r.kindWords[e]}function Rt(e,t){return new Date(e).toDateString()===new Date(t).toDateString()}function zt(e,t,n){return E`<div class="prompt" data-prompt=${e.kind}>
    ${Bt(e,t,n)}
  </div>`}function Bt(e,t,n){switch(e.kind){case`hold`:return Vt(e.text,n);case`due`:return Ht(e.text,t,n);case`next_day`:return Ut(e.sessionId,n);case`why`:return E`${e.texts.map(e=>E`<p>${e}</p>`)}
      ${e.hasOffer?Wt(n):O}`}}function Vt(e,t){let{words:n}=t;return E`<p>${e}</p>
    <details>
      <summary>${n.release}</summary>
      <p>${n.releaseAsk}</p>
      <div class="answers">
        ${V({name:`release`,label:n.releaseYes,press:()=>t.answer(`release`),isDisabled:!t.isOnline})}
      </div>
    </details>`}function Ht(e,t,n){let{words:r}=n,i=!n.isOnline;return E`<p>${e}</p>
    <div class="answers">
      ${V({name:`start-due`,label:r.start,press:()=>n.run(`start_routine`,{routine:t}),isDisabled:i,isMain:!0})}
      ${V({name:`later`,label:r.later,press:()=>n.answer(`plan`,{answer:`later`}),isDisabled:i})}
      ${V({name:`leave-out`,label:r.leaveOut,press:()=>n.answer(`plan`,{answer:`skip`}),isDisabled:i})}
    </div>`}function Ut(e,t){let{words:n}=t;return E`${ot(It(`pain_next_day`,n),e,t)}
    <div class="answers">
      ${V({name:`pass`,label:n.skip,press:()=>t.dismiss(`next_day`,e)})}
    </div>`}function Wt(e){let{words:t}=e,n=!e.isOnline;return E`<div class="answers">
    ${V({name:`accept`,label:t.accept,press:()=>e.answer(`decide`,{accept:!0}),isDisabled:n,isMain:!0})}
    ${V({name:`refuse`,label:t.refuse,press:()=>e.answer(`decide`,{accept:!1}),isDisabled:n})}
  </div>`}function Gt(e,t){let{words:n}=t,r=e.routines.find(({isChosen:e})=>e)?.value;return E`<section class="idle" tabindex="-1" data-scene="idle">
    <header>
      <div>
        <h2>${e.name}</h2>
        ${e.week?Kt(e.week):O}
      </div>
      ${t.tools}
    </header>
    ${e.prompt?zt(e.prompt,r,t):O}
    ${Yt(`routine`,n.routine,e.routines,t,!t.isOnline)}
    ${e.exercises.length?E`<ul class="strip" tabindex="0" aria-label=${n.exercises}>
            ${e.exercises.map(e=>Xt(e,t))}
          </ul>`:O}
    ${e.refusal?E`<div class="refusal">
            <p>${e.refusal.text}</p>
            ${e.refusal.link?dt(e.refusal.link):O}
          </div>`:O}
    <div class="begin">
      ${Yt(`level_choice`,n.level,e.levels,t,!(e.canChooseLevel&&t.isOnline))}
      <button
        type="button"
        class="start"
        data-action="start"
        ?disabled=${!e.canStart}
        @click=${()=>t.run(`start_routine`,{routine:r})}
      >
        ${R(`play`)} ${n.start}
        ${e.facts?E`<small>${e.facts}</small>`:O}
      </button>
    </div>
    ${e.plans.length?E`<ul class="plans">
            ${e.plans.map(e=>E`<li>${e}</li>`)}
          </ul>`:O}
    ${e.practice?qt(e.practice,t):O}
    ${e.folds.map(e=>Jt(e,t))}
    ${e.disclaimer?E`<p class="disclaimer">${e.disclaimer}</p>`:O}
  </section>`}function Kt({done:e,goal:t,text:n,details:r}){return E`<p class="week">
      <span class="dots" aria-hidden="true">${Array.from({length:Math.max(e,t)},(t,n)=>E`<i class=${n<e?`done`:``}></i>`)}</span>
      ${n}
    </p>
    <p class="details">${r}</p>`}function qt({routine:e,text:t,canStart:n},r){return E`<div class="practice">
    <p>${t}</p>
    ${H({name:`practice`,label:r.words.startPractice,sign:`play`,press:()=>r.run(`start_routine`,{routine:e}),isDisabled:!n})}
  </div>`}function Jt({kind:e,title:t,text:n,isOpen:r},i){return E`<details data-fold=${e} ?open=${r}>
    <summary>${t}</summary>
    <p>${n}</p>
    ${e===`info`?E`<div class="answers">
            ${V({name:`got-it`,label:i.words.gotIt,press:()=>i.answer(`dismiss`),isDisabled:!i.isOnline})}
          </div>`:O}
  </details>`}function Yt(e,t,n,r,i){return E`<label class="chooser">
    <span>${t}</span>
    <select
      data-choice=${e}
      ?disabled=${i}
      @change=${t=>r.choose(e,t.target.value)}
    >
      ${n.map(({value:e,label:t,isChosen:n})=>E`<option value=${e} .selected=${n}>${t}</option>`)}
    </select>
  </label>`}function Xt({name:e,detail:t,picture:n},r){return E`<li>
    ${B(r.picture(n))}
    <strong>${e}</strong>
    <span>${t}</span>
  </li>`}function Zt(e,t,n,r){let{words:i}=t,{done:a,total:o,text:s}=e.progress;return E`<section
    class="session"
    tabindex="-1"
    data-scene="session"
    data-kind=${e.phaseKind}
    data-status=${e.isPaused?`paused`:`active`}
  >
    <header>
      <div>
        <h2>${e.name}</h2>
        <p>${s} · ${e.timeLeft}</p>
      </div>
      ${t.tools}
    </header>
    <div class="bar" aria-hidden="true">
      <i style="inline-size: ${o?100*a/o:0}%"></i>
    </div>
    <div class="stage">
      ${B(t.picture(e.picture))}
      <backcare-ring
        .countdown=${e.countdown}
        .clock=${n}
        .words=${i}
        .isPaused=${e.isPaused}
        @turn=${r}
      ></backcare-ring>
      <div class="now">
        <p class="kind">${R(e.phaseKind)} ${e.phaseName}</p>
        <p class="headline">${e.headline}</p>
        ${e.details.length?E`<p class="details">${e.details.join(` · `)}</p>`:O}
        ${e.instruction?E`<p class="instruction">${e.instruction}</p>`:O}
      </div>
    </div>
    <footer>
      ${e.next?Qt(e.next,t):O}
      ${e.canControl?$t(e,t):E`<p class="details">${i.onlyLooking}</p>`}
    </footer>
  </section>`}function Qt({name:e,detail:t,picture:n},r){return E`<div class="next">
    ${B(r.picture(n))}
    <p>
      <span>${r.words.next}</span>
      <strong>${e}</strong>
      ${t?E`<span>${t}</span>`:O}
    </p>
  </div>`}function $t(e,t){let{words:n}=t,r=!t.isOnline;return E`<div class="controls" role="group" aria-label=${n.controls}>
    ${H({name:`stop`,label:n.stop,sign:`stop`,press:()=>t.run(`stop_session`),isDisabled:r})}
    ${H({name:`previous`,label:n.previous,sign:`previous`,press:()=>t.run(`previous`),isDisabled:r})}
    ${H({name:e.isPaused?`resume`:`pause`,label:e.isPaused?n.resume:n.pause,sign:e.isPaused?`play`:`pause`,press:()=>t.run(e.isPaused?`resume_session`:`pause_session`),isDisabled:r,isMain:!0})}
    ${H({name:`skip`,label:n.skip,sign:`next`,press:()=>t.run(`skip`),isDisabled:r})}
  </div>`}var en=`/backcare/tones/`,tn=.15,nn=1,rn=400,an=1e3,on=class{#e;#t=new Fe;#n=new Map;#r=new Map;constructor(e){this.#e=e}hear(e,t){switch(this.#t.hear(e.now,t),e.type){case`fetch`:for(let t of e.urls)this.#s(t).catch(sn);break;case`play`:this.#a(e).catch(()=>this.#r.delete(e.id));break;case`forget`:for(let t of e.ids)this.#i(t);break;case`hush`:this.hush()}}hush(){for(let e of this.#r.keys())this.#i(e)}#i(e){this.#r.get(e)?.stop(),this.#r.delete(e)}async#a({id:e,at:t,url:n}){this.#r.set(e,null);let r=await this.#s(n),i=await this.#e.decodeAudioData(r.slice(0));if(!this.#r.has(e))return;let a=this.#o(this.#t.toLocal(t)),o=n.includes(en)?tn:nn;if(this.#e.currentTime-a>o){this.#r.delete(e);return}let s=this.#e.createBufferSource();s.buffer=i,s.connect(this.#e.destination),s.onended=()=>void this.#r.delete(e),s.start(Math.max(0,a)),this.#r.set(e,s)}#o(e){let{currentTime:t,outputLatency:n}=this.#e,{contextTime:r=0,performanceTime:i=0}=this.#e.getOutputTimestamp(),a=performance.now(),o=r>0&&a-i<an;return(o?r:t-(n||0))+(e-(o?i:a))/1e3}#s(e){let t=this.#n.get(e)??cn(e);this.#n.delete(e),this.#n.set(e,t),t.catch(()=>this.#n.delete(e));let[n]=this.#n.keys();return this.#n.size>rn&&n&&this.#n.delete(n),t}},sn=()=>void 0;async function cn(e){let t=await fetch(e);if(!t.ok)throw Error(`${t.status} for ${e}`);return t.arrayBuffer()}var ln=`backcare-sound`,un=3e4,U=()=>void 0,dn,W=()=>dn??=new AudioContext,fn=class{#e;#t=null;#n=``;#r=null;#i=!1;#a=null;#o=null;#s;constructor(e){this.#e=e}get state(){return this.#r?W().state===`running`&&!this.#i?`ready`:`blocked`:`off`}follow(e,t){(e!==this.#t||t!==this.#n)&&(this.unfollow(),this.#t=e,this.#n=t,this.#l&&this.#u())}unfollow(){this.#d(),this.#t=null,this.#n=``}toggle(){this.#t&&(this.state===`ready`?(localStorage.removeItem(this.#c),this.#d(),this.#e()):(localStorage.setItem(this.#c,`on`),this.#i=!1,this.#u()))}get#c(){return`backcare-sound-${this.#n}`}get#l(){return localStorage.getItem(this.#c)!==null}#u(){this.#r||(this.#r=new BroadcastChannel(ln),this.#r.onmessage=({data:e})=>this.#v(e),this.#t?.addEventListener(`ready`,this.#p),this.#t?.addEventListener(`disconnected`,this.#g),W().addEventListener(`statechange`,this.#p),document.addEventListener(`click`,this.#f),document.addEventListener(`visibilitychange`,this.#f),window.addEventListener(`pagehide`,this.#h)),this.#f(),this.#p()}#d(){this.#r&&(this.#h(),this.#r.close(),this.#r=null,this.#i=!1,clearTimeout(this.#s),this.#t?.removeEventListener(`ready`,this.#p),this.#t?.removeEventListener(`disconnected`,this.#g),W().removeEventListener(`statechange`,this.#p),document.removeEventListener(`click`,this.#f),document.removeEventListener(`visibilitychange`,this.#f),window.removeEventListener(`pagehide`,this.#h))}#f=()=>{W().state!==`running`&&W().resume().catch(U)};#p=()=>{let e=this.#t;this.state===`ready`?e?.connected&&!this.#a&&this.#m(e):this.#h(),this.#e()};#m(e){clearTimeout(this.#s);let t=new on(W());this.#a=t,this.#_(!0);let n=performance.now();e.subscribeMessage(e=>{t===this.#a&&t.hear(e,n),n=void 0},{type:`backcare/listen`,config_entry_id:this.#n},{resubscribe:!1}).then(e=>{t===this.#a?this.#o=e:e().catch(U)},()=>{t===this.#a&&(this.#a=null,this.#s=setTimeout(this.#p,un))})}#h=()=>{this.#a&&(this.#a.hush(),this.#a=null,this.#o?.().catch(U),this.#o=null,this.#i||this.#_(!1))};#g=()=>{this.#a=null,this.#o=null};#_(e){this.#r?.postMessage({entryId:this.#n,isTaken:e})}#v({entryId:e,isTaken:t}){e===this.#n&&t!==this.#i&&(this.#i=t,!t&&!this.#l&&this.#d(),this.#p())}},G=(e,t,n)=>`${e} ${e===1?t:n}`,pn={kinds:{prepare:`Get ready`,hold:`Hold`,move:`Move`,side_change:`Change sides`,rest:`Rest`},outcomes:{finished:`Well done!`,little:`That was it for now`,cancelled:`Enough for now`,interrupted:`That was cut short`},kindWords:{finished:`All done. Keeping this up is what it is about.`,most:`Nearly all done. What you did counts.`,little:`Some days go like that. You can start again whenever you like.`,cancelled:`Stopping in time is training well too. What you did counts.`,interrupted:`What you did counts. You can start again whenever you like.`},weekReached:`You reached your goal of this week.`,weekCount:(e,t)=>`${e} of ${t} this week`,minutes:e=>`${e} min`,minutesDone:(e,t)=>`${e} of ${t} min`,programmeWeek:(e,t)=>`week ${e} of ${t}`,streak:e=>G(e,`week in a row`,`weeks in a row`),today:e=>`today ${e}`,tomorrow:e=>`tomorrow ${e}`,planned:e=>`Next training: ${e}`,restUntil:e=>`Rest until ${e}, or take the gentle session.`,due:e=>`Your training of ${e} is waiting.`,later:`Later`,leaveOut:`Not today`,accept:`Yes, please`,refuse:`Not now`,onHold:`Your programme is on hold.`,release:`Go on with the programme`,releaseAsk:`Is your back calm again, or did you ask your physiotherapist or doctor? Then we go on, gently.`,releaseYes:`Yes, go on`,stopReason:`Why did you stop?`,reasons:{pain:`Pain`,too_hard:`Too hard`,no_time:`No time`,other:`Something else`},practice:(e,t)=>`Seated practice: ${e} of ${t} today`,nextPractice:e=>`Next seated practice: ${e}`,startPractice:`Start the seated practice`,info:`Good to know`,review:`Your weeks so far`,gotIt:`Got it`,warningSigns:`When to get help`,minutesLeft:e=>`${e} min left`,sets:e=>G(e,`set`,`sets`),setOf:(e,t)=>`Set ${e} of ${t}`,repetitions:e=>G(e,`repetition`,`repetitions`),setsDone:(e,t)=>`${e} of ${t} sets done`,seconds:e=>G(e,`second`,`seconds`),routine:`Routine`,level:`Level`,levelNumber:e=>`Level ${e}`,levelAuto:e=>`Automatic (now level ${e})`,exercises:`Exercises`,start:`Start`,next:`Next`,paused:`Paused`,reentry:`Back into position`,timeLeft:`Time left`,controls:`Session`,pause:`Pause`,resume:`Resume`,skip:`Skip`,previous:`Back`,stop:`Stop`,mat:`Full screen`,closeMat:`Close full screen`,done:`Done`,rateLead:`How did it feel?`,ratings:{pain_before:`Back pain before`,pain_during:`Back pain during`,effort:`How hard it was`,pain_next_day:`How is your back today?`},scales:{pain_before:[`none`,`worst imaginable`],pain_during:[`none`,`worst imaginable`],effort:[`very easy`,`as hard as can be`],pain_next_day:[`no pain`,`worst imaginable`]},rated:(e,t)=>`${e}: ${t} of 10`,sounds:{off:`Play the cues on this device`,ready:`Cues play on this device`,blocked:`Tap to allow sound on this device`},offline:`No connection to Home Assistant. The countdown goes on from what was last known.`,onlyLooking:`You can look, but not steer this training.`,safety:`Before the first session, please read and confirm the safety check.`,safetyAsk:`Ask the person who manages Home Assistant to confirm it.`,openSettings:`Open the settings`,refused:`That can't be done now.`,reload:`Reload the page`,notices:{loading:`Getting your training…`,starting:`Home Assistant is starting. Your training will be here in a moment.`,offline:`No connection to Home Assistant.`,nobody:`Nobody trains with BackCare yet. Add a person to begin.`,not_found:`What this card shows does not exist any more, or is not of BackCare. Choose a person in the settings of the card.`,ambiguous:`Several people train here. Choose one in the settings of the card.`,unauthorized:`You have no right to see this training.`,gone:`This training is not there now: it was switched off, or removed.`,no_integration:`BackCare does not answer. Check that it is installed and up to date, and restart Home Assistant.`,half_updated:`BackCare was updated. It works again after a restart of Home Assistant.`,config:`The settings of this card can't be used. Choose a person in them.`,unknown:`Something went wrong. This card tries again by itself.`},outdated:(e,t)=>`This card (${e}) does not fit BackCare ${t}. Reload the page to get the right one.`},K=(e,t,n)=>`${e} ${e===1?t:n}`,mn={kinds:{prepare:`Klaarmaken`,hold:`Vasthouden`,move:`Bewegen`,side_change:`Van kant wisselen`,rest:`Rust`},outcomes:{finished:`Goed gedaan!`,little:`Dat was het voor nu`,cancelled:`Genoeg voor nu`,interrupted:`Onderbroken`},kindWords:{finished:`Alles gedaan. Volhouden, daar gaat het om.`,most:`Bijna alles gedaan. Wat je deed, telt.`,little:`Zo’n dag kan. Je kunt opnieuw beginnen wanneer je wilt.`,cancelled:`Op tijd stoppen is ook goed trainen. Wat je deed, telt.`,interrupted:`Wat je deed, telt. Je kunt opnieuw beginnen wanneer je wilt.`},weekReached:`Je hebt je doel van deze week gehaald.`,weekCount:(e,t)=>`${e} van ${t} deze week`,minutes:e=>`${e} min`,minutesDone:(e,t)=>`${e} van ${t} min`,programmeWeek:(e,t)=>`week ${e} van ${t}`,streak:e=>K(e,`week op rij`,`weken op rij`),today:e=>`vandaag ${e}`,tomorrow:e=>`morgen ${e}`,planned:e=>`Volgende training: ${e}`,restUntil:e=>`Rust tot ${e}, of doe de rustige training.`,due:e=>`Je training van ${e} wacht op je.`,later:`Straks`,leaveOut:`Vandaag niet`,accept:`Ja, graag`,refuse:`Nu niet`,onHold:`Je programma staat stil.`,release:`Verder met het programma`,releaseAsk:`Is je rug weer rustig, of heb je overlegd met je fysiotherapeut of huisarts? Dan gaan we rustig verder.`,releaseYes:`Ja, ga verder`,stopReason:`Waarom ben je gestopt?`,reasons:{pain:`Pijn`,too_hard:`Te zwaar`,no_time:`Geen tijd`,other:`Iets anders`},practice:(e,t)=>`Zittende oefening: ${e} van ${t} vandaag`,nextPractice:e=>`Volgende zittende oefening: ${e}`,startPractice:`Start de zittende oefening`,info:`Goed om te weten`,review:`Je weken tot nu toe`,gotIt:`Begrepen`,warningSigns:`Wanneer je hulp zoekt`,minutesLeft:e=>`nog ${e} min`,sets:e=>K(e,`serie`,`series`),setOf:(e,t)=>`Serie ${e} van ${t}`,repetitions:e=>K(e,`herhaling`,`herhalingen`),setsDone:(e,t)=>`${e} van ${t} series gedaan`,seconds:e=>K(e,`seconde`,`seconden`),routine:`Routine`,level:`Niveau`,levelNumber:e=>`Niveau ${e}`,levelAuto:e=>`Automatisch (nu niveau ${e})`,exercises:`Oefeningen`,start:`Starten`,next:`Hierna`,paused:`Gepauzeerd`,reentry:`Terug in positie`,timeLeft:`Resterende tijd`,controls:`Training`,pause:`Pauzeren`,resume:`Hervatten`,skip:`Overslaan`,previous:`Terug`,stop:`Stoppen`,mat:`Volledig scherm`,closeMat:`Volledig scherm sluiten`,done:`Klaar`,rateLead:`Hoe voelde het?`,ratings:{pain_before:`Rugpijn vooraf`,pain_during:`Rugpijn tijdens`,effort:`Hoe zwaar het was`,pain_next_day:`Hoe is het vandaag met je rug?`},scales:{pain_before:[`geen`,`ergst denkbaar`],pain_during:[`geen`,`ergst denkbaar`],effort:[`heel licht`,`zwaarst denkbaar`],pain_next_day:[`geen pijn`,`ergst denkbaar`]},rated:(e,t)=>`${e}: ${t} van 10`,sounds:{off:`Speel de signalen af op dit apparaat`,ready:`Signalen klinken op dit apparaat`,blocked:`Tik om geluid op dit apparaat toe te staan`},offline:`Geen verbinding met Home Assistant. De klok telt door vanaf wat het laatst bekend was.`,onlyLooking:`Je kunt meekijken, maar deze training niet bedienen.`,safety:`Lees en bevestig voor de eerste training de veiligheidscheck.`,safetyAsk:`Vraag wie Home Assistant beheert om die te bevestigen.`,openSettings:`Open de instellingen`,refused:`Dat kan nu niet.`,reload:`Laad de pagina opnieuw`,notices:{loading:`Je training wordt opgehaald…`,starting:`Home Assistant start op. Je training is er zo.`,offline:`Geen verbinding met Home Assistant.`,nobody:`Er traint nog niemand met BackCare. Voeg iemand toe om te beginnen.`,not_found:`Wat deze kaart toont, bestaat niet meer of is niet van BackCare. Kies een persoon in de instellingen van de kaart.`,ambiguous:`Hier trainen meer mensen. Kies iemand in de instellingen van de kaart.`,unauthorized:`Je hebt geen recht om deze training te zien.`,gone:`Deze training is er nu niet: ze is uitgezet of verwijderd.`,no_integration:`BackCare geeft geen antwoord. Kijk of het is geïnstalleerd en bijgewerkt, en herstart Home Assistant.`,half_updated:`BackCare is bijgewerkt. Na een herstart van Home Assistant werkt het weer.`,config:`De instellingen van deze kaart kloppen niet. Kies daarin een persoon.`,unknown:`Er ging iets mis. Deze kaart probeert het vanzelf opnieuw.`},outdated:(e,t)=>`Deze kaart (${e}) past niet bij BackCare ${t}. Laad de pagina opnieuw voor de juiste.`};function hn(e){return I(e,{en:pn,nl:mn})}var gn=s`
  :host {
    --backcare-accent: var(--backcare-hold-color, #00796b);
    --backcare-on-accent: #fff;
    --backcare-soft: color-mix(
      in srgb,
      var(--primary-text-color) 8%,
      transparent
    );
    --backcare-track: color-mix(
      in srgb,
      var(--primary-text-color) 12%,
      transparent
    );
    --backcare-figure-skin: #e3a062;
    --backcare-figure-hair: #6d4430;
    --backcare-figure-shirt: #12918a;
    --backcare-figure-trousers: #3b648d;
    --backcare-figure-far-skin: #f0cdab;
    --backcare-figure-far-trousers: #9db1c6;
    --backcare-figure-mat: #bcdcd8;
    --backcare-figure-thing: #a89f91;
    --backcare-figure-accent: #d9730d;
    --backcare-figure-good: #2e7d32;
    --backcare-figure-bad: #c62828;
  }
  [data-kind="prepare"] {
    --backcare-accent: var(--backcare-prepare-color, #1565c0);
  }
  [data-kind="move"] {
    --backcare-accent: var(--backcare-move-color, #2e7d32);
  }
  [data-kind="side_change"] {
    --backcare-accent: var(--backcare-side-change-color, #6a1b9a);
  }
  [data-kind="rest"] {
    --backcare-accent: var(--backcare-rest-color, #a84300);
  }
  :host([dark]) {
    --backcare-accent: var(--backcare-hold-color, #4db6ac);
    --backcare-on-accent: #101414;
    --backcare-figure-skin: #efb57e;
    --backcare-figure-hair: #a9755a;
    --backcare-figure-shirt: #2fb5ac;
    --backcare-figure-trousers: #6f9cc9;
    --backcare-figure-far-skin: #8a6748;
    --backcare-figure-far-trousers: #42597a;
    --backcare-figure-mat: #2b5553;
    --backcare-figure-thing: #8d8579;
    --backcare-figure-accent: #ffb84d;
    --backcare-figure-good: #66bb6a;
    --backcare-figure-bad: #ef5350;
  }
  :host([dark]) [data-kind="prepare"] {
    --backcare-accent: var(--backcare-prepare-color, #64b5f6);
  }
  :host([dark]) [data-kind="move"] {
    --backcare-accent: var(--backcare-move-color, #81c784);
  }
  :host([dark]) [data-kind="side_change"] {
    --backcare-accent: var(--backcare-side-change-color, #ce93d8);
  }
  :host([dark]) [data-kind="rest"] {
    --backcare-accent: var(--backcare-rest-color, #ffb74d);
  }
  :host([offline]) section[data-scene] {
    --backcare-accent: var(--secondary-text-color);
    --backcare-on-accent: var(--card-background-color, #fff);
  }
`,_n=s`
  ha-card {
    display: block;
    container-type: inline-size;
    overflow: hidden;
  }
  section {
    display: flex;
    flex-direction: column;
    gap: 1em;
    padding: 1.25em;
    color: var(--primary-text-color);
    font-size: 1rem;
    line-height: 1.4;
  }
  section:focus {
    outline: none;
  }
  h2,
  h3,
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  h2 {
    font-size: 1.25em;
    font-weight: 600;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }
  h3 {
    font-size: 1em;
    font-weight: 600;
  }
  ul {
    list-style: none;
  }
  header {
    display: flex;
    align-items: flex-start;
    gap: 0.75em;
  }
  header > div:not(.tools, .medal) {
    flex: 1;
    min-width: 0;
  }
  header p,
  .details,
  .chooser span,
  .strip span,
  .next span,
  .ends,
  .plans,
  .disclaimer {
    color: var(--secondary-text-color);
  }
  .icon {
    width: 1.5em;
    height: 1.5em;
    fill: currentColor;
    fill-rule: evenodd;
    flex: none;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .alert {
    padding: 0.75em 1.25em;
    background: var(--backcare-soft);
    color: var(--primary-text-color);
    border-inline-start: 0.3em solid var(--error-color, #db4437);
  }

  button,
  select,
  summary,
  a.wide {
    box-sizing: border-box;
    min-height: max(44px, 2.75em);
    font: inherit;
    color: inherit;
    border: 0;
    border-radius: 1em;
    background: var(--backcare-soft);
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
  }
  button:active {
    transform: scale(0.97);
  }
  button:disabled,
  select:disabled {
    cursor: default;
    opacity: 0.5;
  }
  :focus-visible {
    outline: 3px solid var(--backcare-accent);
    outline-offset: 2px;
  }
  .wide {
    display: flex;
    align-items: center;
    justify-content: center;
    padding: 0 1.25em;
    font-weight: 600;
    text-decoration: none;
  }
  .wide[aria-pressed="true"] {
    background: var(--backcare-accent);
    color: var(--backcare-on-accent);
  }
  summary {
    padding: 0.6em 1em;
    font-weight: 600;
  }
  details > :not(summary) {
    margin-block-start: 0.75em;
  }
  .tools {
    display: flex;
    gap: 0.5em;
  }
  .round {
    display: grid;
    place-items: center;
    width: max(44px, 2.75em);
    height: max(44px, 2.75em);
    padding: 0;
    border-radius: 50%;
    flex: none;
  }
  .round[aria-pressed="true"],
  .start,
  .main {
    background: var(--backcare-accent);
    color: var(--backcare-on-accent);
  }
`,vn=s`
  dialog {
    box-sizing: border-box;
    width: 100%;
    height: 100%;
    max-width: none;
    max-height: none;
    margin: 0;
    padding: env(safe-area-inset-top, 0) env(safe-area-inset-right, 0)
      env(safe-area-inset-bottom, 0) env(safe-area-inset-left, 0);
    border: 0;
    overflow: auto;
    color: var(--primary-text-color);
    background: var(--card-background-color, var(--primary-background-color));
    container-type: inline-size;
  }
  dialog:focus {
    outline: none;
  }
  dialog section {
    box-sizing: border-box;
    min-height: 100%;
    font-size: calc(0.7rem + 1vmin);
  }
  dialog .done {
    max-width: 44em;
    margin: auto;
    min-height: auto;
  }
  dialog .stage {
    flex: 1;
    grid-template: "figure" auto "ring" auto "now" auto / 100%;
    align-content: center;
  }
  dialog backcare-ring {
    width: min(80vw, 30vh);
  }
  dialog .stage .figure {
    width: min(100%, 34vh);
  }
  dialog .headline {
    font-size: 1.75em;
  }
  @media (orientation: portrait) {
    dialog section,
    dialog .stage {
      gap: 0.75em;
    }
    dialog .next .figure {
      display: none;
    }
  }
  @media (min-width: 40em) {
    dialog .now {
      font-size: 1.2em;
    }
  }
  @media (orientation: landscape) {
    dialog .stage {
      grid-template: "figure ring" auto "now ring" auto / 1fr 1fr;
      column-gap: 3em;
      align-items: center;
    }
    dialog backcare-ring {
      width: min(100%, 62vh);
    }
    dialog .stage .figure {
      width: min(100%, 64vh);
    }
    dialog footer {
      flex-direction: row;
      align-items: center;
    }
    dialog footer > * {
      flex: 1;
    }
  }
  /* A phone on its side: only what matters. */
  @media (orientation: landscape) and (max-height: 30em) {
    dialog section {
      gap: 0.4em;
      padding: 0.6em 1em;
    }
    dialog header p,
    dialog .bar,
    dialog .next .figure {
      display: none;
    }
    dialog backcare-ring {
      width: 54vh;
    }
    dialog .stage {
      grid-template-columns: 1fr auto;
      row-gap: 0.4em;
    }
    dialog .stage .figure {
      width: 50vh;
    }
    dialog .now {
      font-size: 1em;
    }
    dialog .headline {
      font-size: 1.375em;
    }
    dialog .controls .main {
      width: 56px;
      height: 56px;
    }
  }
`,yn=s`
  .notice {
    min-height: 8em;
    align-items: center;
    justify-content: center;
    text-align: center;
  }

  .week {
    display: flex;
    align-items: center;
    gap: 0.5em;
  }
  .dots {
    display: flex;
    gap: 0.25em;
  }
  .dots i {
    box-sizing: border-box;
    width: 0.75em;
    height: 0.75em;
    border: 2px solid var(--backcare-accent);
    border-radius: 50%;
  }
  .dots .done {
    background: var(--backcare-accent);
  }
  .chooser {
    display: flex;
    flex-direction: column;
    gap: 0.25em;
    min-width: 0;
  }
  .chooser span {
    font-size: 0.875em;
  }
  select {
    width: 100%;
    padding: 0 0.75em;
    text-overflow: ellipsis;
  }
  option {
    background: var(--card-background-color, Canvas);
    color: var(--primary-text-color, CanvasText);
  }
  .strip {
    display: flex;
    gap: 0.75em;
    margin-inline: -1.25em;
    padding-inline: 1.25em;
    padding-block: 4px;
    overflow-x: auto;
    scroll-snap-type: x proximity;
    scroll-padding-inline: 1.25em;
    scrollbar-width: thin;
  }
  .strip:focus-visible {
    outline-offset: -3px;
  }
  .strip li {
    flex: 0 0 9em;
    display: flex;
    flex-direction: column;
    scroll-snap-align: start;
    font-size: 0.875em;
    line-height: 1.3;
  }
  .strip strong {
    font-weight: 500;
    margin-block-start: 0.4em;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  .figure {
    box-sizing: border-box;
    aspect-ratio: 16 / 9;
    padding: 0.3em;
    border-radius: 1em;
    background: var(--backcare-soft);
  }
  .figure svg {
    display: block;
    width: 100%;
    height: 100%;
  }
  /* What moves in large is shown small in one picture. */
  li .figure .moving,
  .next .figure .moving {
    display: none;
  }
  li .figure .still,
  .next .figure .still {
    display: inline;
  }
  .refusal {
    display: flex;
    flex-direction: column;
    gap: 0.75em;
    padding: 1em;
    border-radius: 1em;
    background: var(--backcare-soft);
  }
  .prompt {
    display: flex;
    flex-direction: column;
    gap: 0.75em;
    padding: 1em;
    border-radius: 1em;
    background: var(--backcare-soft);
    border-inline-start: 0.3em solid var(--backcare-accent);
  }
  .prompt .ends {
    color: inherit;
  }
  .answers {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .answers .wide {
    flex: 1 1 auto;
    min-width: 6em;
  }
  .practice {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.75em;
  }
  .plans,
  .disclaimer {
    font-size: 0.875em;
  }
  .signs {
    padding-inline-start: 1.25em;
    list-style: disc;
  }
  .meaning {
    font-weight: 600;
    text-wrap: pretty;
  }
  .begin {
    display: grid;
    gap: 1em;
  }
  .start {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    min-height: 3.5em;
    padding: 0.25em 1.25em;
    border-radius: 1.75em;
    font-size: 1.125em;
    font-weight: 600;
  }
  .start small {
    font-weight: 400;
    font-size: 0.8em;
  }

  .bar {
    height: 0.4em;
    border-radius: 0.2em;
    background: var(--backcare-track);
    overflow: hidden;
  }
  .bar i {
    display: block;
    height: 100%;
    border-radius: inherit;
    background: var(--backcare-accent);
  }
  .stage {
    display: grid;
    grid-template: "figure" auto "ring" auto "now" auto / 100%;
    gap: 1em;
    justify-items: center;
  }
  .stage .figure {
    grid-area: figure;
    width: 100%;
    padding: 0.6em;
  }
  [data-kind="rest"] .stage .figure {
    opacity: 0.6;
  }
  backcare-ring {
    grid-area: ring;
    width: min(100%, 12em);
  }
  .now {
    grid-area: now;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 0.35em;
    text-align: center;
  }
  .kind {
    display: inline-flex;
    align-items: center;
    gap: 0.4em;
    padding: 0.15em 0.8em 0.15em 0.5em;
    border-radius: 1.2em;
    background: color-mix(in srgb, var(--backcare-accent) 18%, transparent);
    font-weight: 600;
  }
  .kind .icon {
    width: 1.2em;
    height: 1.2em;
    fill: var(--backcare-accent);
  }
  .headline {
    font-size: 1.375em;
    font-weight: 600;
    line-height: 1.2;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  .instruction {
    text-wrap: pretty;
  }
  footer {
    display: flex;
    flex-direction: column;
    gap: 1em;
  }
  .next {
    display: flex;
    align-items: center;
    gap: 0.75em;
    min-width: 0;
  }
  .next .figure {
    flex: 0 0 5.5em;
    border-radius: 0.75em;
  }
  .next p {
    display: flex;
    flex-wrap: wrap;
    column-gap: 0.5em;
    min-width: 0;
  }
  .next strong {
    font-weight: 500;
  }
  .next span:first-child {
    flex-basis: 100%;
    font-size: 0.875em;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    align-items: center;
    justify-content: space-evenly;
  }
  .controls .round {
    width: max(48px, 3.25em);
    height: max(48px, 3.25em);
  }
  .controls .main {
    width: max(64px, 4.5em);
    height: max(64px, 4.5em);
    font-size: 1.125em;
  }

  .medal {
    display: grid;
    place-items: center;
    width: 3em;
    height: 3em;
    border-radius: 50%;
    background: var(--backcare-accent);
    color: var(--backcare-on-accent);
    flex: none;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
  }
  .facts li {
    padding: 0.25em 0.9em;
    border-radius: 1em;
    background: var(--backcare-soft);
    font-weight: 500;
  }
  .rating,
  .reasons {
    display: flex;
    flex-direction: column;
    gap: 0.4em;
  }
  .scale {
    display: grid;
    grid-template-columns: repeat(6, minmax(0, 1fr));
    gap: 0.25em;
  }
  .scale button {
    padding: 0;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .scale [aria-pressed="true"] {
    background: var(--backcare-accent);
    color: var(--backcare-on-accent);
  }
  .ends {
    display: flex;
    justify-content: space-between;
    font-size: 0.875em;
  }

  @container (inline-size >= 34em) {
    .stage {
      grid-template: "figure ring" auto "now ring" auto / 1fr 15em;
      align-items: center;
      column-gap: 1.5em;
    }
    backcare-ring {
      width: 100%;
    }
    footer {
      flex-direction: row;
      align-items: center;
    }
    footer > * {
      flex: 1;
    }
    .begin {
      grid-template-columns: 1fr 1.5fr;
      align-items: end;
    }
  }
  /* All in one row only where a finger can still hit each. */
  @container (inline-size >= 42em) {
    .scale {
      grid-template-columns: repeat(11, minmax(0, 1fr));
    }
  }
`,bn=class{#e=!1;#t=null;want(e){e!==this.#e&&(this.#e=e,e?document.addEventListener(`visibilitychange`,this.#n):document.removeEventListener(`visibilitychange`,this.#n),this.#n())}#n=async()=>{try{this.#e?document.hidden||(this.#t=await navigator.wakeLock.request(`screen`),this.#e||await this.#t.release()):await this.#t?.release()}catch{}}},xn=1e4,Sn=6e4,Cn={session:`backcare-dismissed-`,next_day:`backcare-skipped-`},wn=[e=>e.connection,e=>e.language,e=>e.themes?.darkMode,e=>e.locale,e=>e.config.state,e=>e.user?.is_admin],Tn=class extends F{static styles=[gn,_n,yn,vn];static properties={dark:{type:Boolean,reflect:!0},offline:{type:Boolean,reflect:!0},alert:{state:!0}};static getConfigForm(){return Me(document.documentElement.lang)}static getStubConfig(e){let t=Object.values(e.entities).find(({platform:e,entity_id:t})=>e===`backcare`&&t.startsWith(`switch.`));return t?{entity:t.entity_id}:{}}#e=null;#t=null;#n=null;#r=``;#i=``;#a=``;#o=null;#s;#c;#l=new Ke(()=>this.#S());#u=new fn(()=>this.requestUpdate());#d=new bn;#f=new Je;#p=new Ye(this);constructor(){super(),this.dark=!1,this.offline=!1,this.alert=``}set hass(e){let t=this.#e;this.#e=e,t&&wn.every(n=>n(t)===n(e))||(this.#x(),this.requestUpdate())}setConfig(e){this.#t=e,this.#x(),this.requestUpdate()}getCardSize(){return 8}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}connectedCallback(){super.connectedCallback(),document.addEventListener(`visibilitychange`,this.#C),this.#s=setInterval(()=>this.requestUpdate(),Sn),this.#x()}disconnectedCallback(){super.disconnectedCallback(),document.removeEventListener(`visibilitychange`,this.#C),clearTimeout(this.#c),this.alert=``,clearInterval(this.#s),this.#l.leave(),this.#u.unfollow(),this.#d.want(!1),this.#f.stop()}willUpdate(){let e=this.#n?.kind;this.dark=this.#e?.themes?.darkMode??!1,this.offline=!this.#l.isOnline,this.#n=this.#e&&At(this.#v(this.#e),this.#g);let t=e!==this.#n?.kind;this.#o=this.shadowRoot?.activeElement??null,t&&![`session`,`done`].includes(this.#n?.kind??``)&&this.#p.close()}updated(){this.#d.want(this.isConnected&&this.#n?.kind===`session`),this.#P(),this.#o&&!this.#o.isConnected&&this.renderRoot.querySelector(`section`)?.focus()}render(){let e=this.#n;return e?E`<ha-card
        >${this.#p.isOpen?O:this.#m(e)}</ha-card
      >
      <dialog
        tabindex="-1"
        aria-label=${this.#g.mat}
        @close=${()=>this.#p.close()}
        @keydown=${this.#N}
      >
        ${this.#p.isOpen?this.#m(e):O}
      </dialog>`:E`<ha-card></ha-card>`}#m(e){let t=this.#g;return E`${this.offline&&e.kind!==`notice`?E`<p class="alert" role="status">${t.offline}</p>`:O}
      <p class="unseen" aria-live="polite">${En(e)}</p>
      ${this.alert?E`<p class="alert" role="alert">${this.alert}</p>`:O}
      ${this.#h(e)}`}#h(e){switch(e.kind){case`notice`:return ut(e);case`idle`:return Gt(e,this.#y(!1));case`session`:return Zt(e,this.#y(!0),this.#l.clock,this.#P);case`done`:return st(e,this.#y(this.#p.isOpen))}}get#g(){return hn(this.#e?.language??`en`)}get#_(){let e=this.#t?.entity;return e==null||e===``?{}:typeof e==`string`?e.includes(`.`)?{entity_id:e}:{device_id:e}:null}#v(e){let t=this.#_,{view:n,problem:r,isOnline:i,version:a,routines:o,clock:s}=this.#l;return{view:t&&n,problem:t?r:`config`,hasTarget:!!this.#t?.entity,isOnline:i,isAdmin:e.user?.is_admin??!1,cardVersion:`0.1.0`,version:a,routines:o,chosen:this.#r,now:s.now(),dismissed:this.#j(`session`),skipped:this.#j(`next_day`),meaning:this.#a,showsWeek:this.#t?.show_week!==!1,reading:Qe(e)}}#y(e){return{words:this.#g,isOnline:this.#l.isOnline,tools:this.#b(e),picture:e=>this.#l.picture(e),run:(e,t)=>void this.#w(e,t),choose:(e,t)=>this.#E(e,t),answer:(e,t)=>void this.#T(e,t),dismiss:(e,t)=>this.#M(e,t)}}#b(e){let t=this.#g,{state:n}=this.#u;return E`<div class="tools">
      ${H({name:`sound`,label:t.sounds[n],sign:n===`ready`?`sound`:`silent`,press:()=>this.#u.toggle(),isPressed:n===`ready`})}
      ${e?H({name:this.#p.isOpen?`close`:`mat`,label:this.#p.isOpen?t.closeMat:t.mat,sign:this.#p.isOpen?`close`:`expand`,press:()=>this.#p.isOpen?this.#p.close():void this.#p.open()}):O}
    </div>`}#x(){this.isConnected&&this.#e&&this.#t&&(this.#_?this.#l.follow(this.#e,this.#_):this.#l.leave())}#S(){let{view:e}=this.#l;e&&this.#e&&this.#u.follow(this.#e.connection,e.entry_id),e?.session&&(this.#a=``),e&&e.idle.routine!==this.#i&&(this.#i=e.idle.routine,this.#r=``),this.requestUpdate()}#C=()=>{document.hidden||this.#l.measure()};async#w(e,t={}){let{view:n}=this.#l;if(!n)return;let r=e===`rate_session`,{response:i}=await this.#D(`backcare`,e,{config_entry_id:n.entry_id,...t},r)??{};r&&i&&(this.#a=i.meaning,this.requestUpdate())}async#T(e,t={}){let{view:n}=this.#l;n&&await this.#O(r=>r.connection.sendMessagePromise({type:`backcare/${e}`,config_entry_id:n.entry_id,...t}))}#E(e,t){e===`routine`&&(this.#r=t,this.requestUpdate());let n=this.#l.view?.entities[`select.${e}`];if(!n)return;let r=this.#e?.states[n]?.attributes.options,i=[t,this.#l.routines.find(({id:e})=>e===t)?.name].find(e=>Array.isArray(r)&&r.includes(e));i&&this.#D(`select`,`select_option`,{entity_id:n,option:i})}async#D(e,t,n,r=!1){return this.#O(i=>i.callService(e,t,n,void 0,!1,r))}async#O(e){clearTimeout(this.#c),this.alert=``;try{return this.#e&&await e(this.#e)}catch(e){this.alert=await this.#k(e),this.#c=setTimeout(()=>this.alert=``,xn);return}}async#k(e){let{translation_domain:t,translation_key:n}=e;if(this.#e&&t&&n){let r=await this.#e.loadBackendTranslation(`exceptions`,t).catch(()=>null),i=`component.${t}.exceptions.${n}.message`,a=r?.(i,e.translation_placeholders);if(a)return a}return e.message??this.#g.refused}#A(e){return`${Cn[e]}${this.#l.view?.entry_id??``}`}#j(e){return localStorage.getItem(this.#A(e))??``}#M(e,t){localStorage.setItem(this.#A(e),t),this.#a=``,this.requestUpdate()}#N=e=>{let t=this.#n;if(t?.kind!==`session`||!t.canControl||this.offline||e.repeat||e.altKey||e.ctrlKey||e.metaKey||e.key===` `&&e.target instanceof HTMLButtonElement)return;let n={" ":t.isPaused?`resume_session`:`pause_session`,ArrowRight:`skip`,ArrowLeft:`previous`}[e.key];n&&(e.preventDefault(),e.stopPropagation(),this.#w(n))};#P=()=>{let e=this.renderRoot;for(let t of e.querySelectorAll(`.figure svg`))t.pauseAnimations();this.#f.stop();let t=e.querySelector(`backcare-ring`),n=e.querySelector(`.stage svg`);if(!t?.countdown||!n)return;let{remaining:r,isRunning:i}=t.shown,a=Math.max(0,t.countdown.duration-r);this.#f.show(n,a,i)}};function En(e){switch(e.kind){case`session`:return e.announcement;case`done`:return e.meaning||e.headline;case`idle`:return e.meaning;case`notice`:return``}}var Dn=`https://github.com/OWNER/backcare`,On=`backcare-card`,kn=`backcare`,An={en:{card:`Start a back training, follow it and say how it felt.`,dashboard:`The back training of everyone at home: follow it, see the weeks, change the settings.`},nl:{card:`Start een rugtraining, volg hem en zeg hoe het voelde.`,dashboard:`De rugtraining van iedereen in huis: volg hem, bekijk de weken, wijzig de instellingen.`}},jn=()=>I(document.documentElement.lang,An);function Mn(){Nn(window.customCards??=[],{type:On,name:`BackCare`,get description(){return jn().card},preview:!0,documentationURL:Dn,getEntitySuggestion:(e,t)=>e.entities[t]?.platform===`backcare`?{config:{type:`custom:${On}`,entity:t}}:null}),Nn(window.customStrategies??=[],{type:kn,strategyType:`dashboard`,name:`BackCare`,get description(){return jn().dashboard},documentationURL:Dn})}function Nn(e,t){e.some(({type:e})=>e===t.type)||e.push(t)}var Pn={remaining:0,elapsed:1,reentry:0,isRunning:!1},q=`rotate(180deg)`,Fn={"#first":[{transform:`none`,opacity:1},{transform:q,opacity:1,offset:.5},{transform:q,opacity:0,offset:.5},{transform:q,opacity:0}],"#second":[{transform:`none`},{transform:`none`,offset:.5},{transform:q}],"#tip":[{transform:`none`},{transform:`rotate(360deg)`}]},In=class extends F{static properties={countdown:{attribute:!1},clock:{attribute:!1},words:{attribute:!1},isPaused:{attribute:!1},shown:{state:!0}};#e=[];#t;#n=matchMedia(`(prefers-reduced-motion: reduce)`);constructor(){super(),this.isPaused=!1,this.shown=Pn}connectedCallback(){super.connectedCallback(),document.addEventListener(`visibilitychange`,this.#r),this.#n.addEventListener(`change`,this.#r),this.hasUpdated&&this.#r()}disconnectedCallback(){super.disconnectedCallback(),document.removeEventListener(`visibilitychange`,this.#r),this.#n.removeEventListener(`change`,this.#r),clearTimeout(this.#t)}willUpdate(e){e.has(`countdown`)&&(this.shown=this.#i())}updated(e){e.has(`countdown`)&&(this.#o(),this.#a())}render(){let{shown:e,words:t}=this,n=Re(e.reentry||e.remaining),r=``;return this.isPaused?r=t?.paused??``:e.reentry&&(r=t?.reentry??``),E`<div
      class="dial"
      role="timer"
      aria-label=${t?.timeLeft??``}
    >
      <div class="track"></div>
      <div class="half right"><div class="arc" id="first"></div></div>
      <div class="half left"><div class="arc" id="second"></div></div>
      <div class="tip" ?hidden=${e.elapsed>=1}></div>
      <div class="tip" id="tip" ?hidden=${e.elapsed>=1}></div>
      <div class="middle">
        <span part="seconds" class=${n.length>3?`long`:``}
          >${n}</span
        >
        <span part="caption" ?hidden=${!r}>${r}</span>
      </div>
    </div>`}#r=()=>{this.shown=this.#i(),this.#o(),this.#a()};#i(){return this.countdown&&this.clock?Le(this.countdown,this.clock.now()):Pn}#a(){clearTimeout(this.#t);let{reentry:e,remaining:t,isRunning:n}=this.shown;this.isConnected&&!document.hidden&&(e||n)&&(this.#t=setTimeout(()=>{let e=this.shown;this.shown=this.#i(),(e.isRunning!==this.shown.isRunning||this.#n.matches)&&this.#o(),this.#a()},ze(e||t)))}#o(){for(let e of this.#e)e.cancel();let e=Math.max(1,(this.countdown?.duration??0)*1e3);this.#e=Object.entries(Fn).flatMap(([t,n])=>{let r=this.renderRoot.querySelector(t)?.animate(n,{duration:e,fill:`both`});return r?((!this.shown.isRunning||this.#n.matches)&&r.pause(),r.currentTime=this.shown.elapsed*e,[r]):[]}),this.dispatchEvent(new Event(`turn`))}static styles=s`
    :host {
      display: block;
      container-type: inline-size;
      aspect-ratio: 1;
    }
    .dial {
      --width: 8cqi;
      position: relative;
      width: 100%;
      aspect-ratio: 1;
    }
    .dial > * {
      position: absolute;
    }
    .track,
    .tip {
      inset: 0;
    }
    .track {
      box-sizing: border-box;
      border: var(--width) solid var(--backcare-track);
      border-radius: 50%;
    }
    .half {
      top: 0;
      bottom: 0;
      overflow: hidden;
    }
    /* The halves overlap by a hair, or a line would be seen between them. */
    .right {
      left: calc(50% - 0.5px);
      right: 0;
    }
    .left {
      left: 0;
      right: calc(50% - 0.5px);
    }
    .arc {
      box-sizing: border-box;
      position: absolute;
      inset: 0;
      border: var(--width) solid var(--backcare-accent);
      will-change: transform;
    }
    .right .arc {
      border-left: 0;
      border-radius: 0 50cqi 50cqi 0;
      transform-origin: 0.5px 50%;
    }
    .left .arc {
      border-right: 0;
      border-radius: 50cqi 0 0 50cqi;
      transform-origin: calc(100% - 0.5px) 50%;
    }
    .tip {
      will-change: transform;
    }
    .tip::before {
      content: "";
      position: absolute;
      left: calc(50% - var(--width) / 2);
      width: var(--width);
      height: var(--width);
      border-radius: 50%;
      background: var(--backcare-accent);
    }
    .middle {
      inset: var(--width);
      display: flex;
      flex-direction: column;
      align-items: center;
      justify-content: center;
      text-align: center;
    }
    [part="seconds"] {
      font-size: 42cqi;
      font-weight: 600;
      line-height: 1;
      font-variant-numeric: tabular-nums;
      letter-spacing: -0.02em;
    }
    [part="seconds"].long {
      font-size: 27cqi;
    }
    [part="caption"] {
      max-width: 64cqi;
      font-size: max(0.875rem, 7cqi);
      line-height: 1.2;
      font-weight: 500;
    }
    [hidden] {
      display: none;
    }
  `},Ln=`/config/integrations/dashboard/add?domain=backcare`,J=`mdi:yoga`,Rn={en:{title:`Back training`,coach:`During the training`,weeks:`The weeks`,settings:`Settings`,nobody:`Nobody trains yet`,howToAdd:`Add a person to BackCare, and their training is shown here.`,whoAdds:`Ask who manages Home Assistant to add you to BackCare.`,add:`Add a person`,unknown:`This person is not there`,howToMend:`The entity or device of this dashboard does not belong to BackCare.`},nl:{title:`Rugtraining`,coach:`Tijdens de training`,weeks:`De weken`,settings:`Instellingen`,nobody:`Er traint nog niemand`,howToAdd:`Voeg een persoon toe aan BackCare, en hier komt de training te staan.`,whoAdds:`Vraag wie Home Assistant beheert om je toe te voegen aan BackCare.`,add:`Persoon toevoegen`,unknown:`Deze persoon is er niet`,howToMend:`De entiteit of het apparaat van dit dashboard hoort niet bij BackCare.`}},Y={grid_options:{columns:`full`}},X=(e,t)=>({type:`tile`,entity:e,name:{type:`entity`},...t&&{features:[{type:t}]}}),Z=e=>X(e),Q=e=>X(e,`timer-actions`),$=e=>X(e,`select-options`),zn=[[{name:`coach`,icon:J,cards:[[`media_player.coach`,e=>({type:`media-control`,entity:e,...Y})],[`image.exercise`,e=>({type:`picture-entity`,entity:e,show_name:!1,show_state:!1,...Y})],[`timer.exercise`,Q],[`timer.rest`,Q],[`timer.session`,Q],[`sensor.next_exercise`,Z]]}],[{name:`weeks`,icon:`mdi:calendar-check`,cards:[[`binary_sensor.session_due`,Z],[`sensor.sessions_this_week`,Z],[`sensor.minutes_this_week`,Z],[`sensor.week_streak`,Z],[`sensor.practices_today`,Z],[`sensor.last_session`,Z],[`sensor.level`,Z],[`sensor.total_minutes`,Z],[`calendar.sessions`,e=>({type:`calendar`,entities:[e],initial_view:`listWeek`,...Y})]]},{name:`settings`,icon:`mdi:tune`,cards:[[`select.routine`,$],[`select.level_choice`,$],[`select.speech_level`,$],[`switch.speech_cues`,Z],[`switch.tone_cues`,Z],[`switch.light_cues`,Z],[`button.test_speakers`,e=>({...X(e,`button`),hide_state:!0})]]}]],Bn=class extends HTMLElement{static async generate(e,t){let n=I(t.language,Rn),r=e.device_id??(e.entity&&t.entities[e.entity]?.device_id),i=!!(e.device_id??e.entity),a=Vn(t).filter(e=>!i||e.deviceId===r);return{title:n.title,views:a.length?a.map(e=>Un(e,t,n)):[Kn(i,t,n)]}}static getCreateSuggestions(e){return{title:I(e.language,Rn).title,icon:J}}};function Vn(e){let t=new Map;for(let n of Object.values(e.entities)){let{entity_id:r,device_id:i,translation_key:a}=n,o=!n.hidden&&r in e.states;if(n.platform!==`backcare`||!i||!a||!o)continue;let s=t.get(i)??new Map;t.set(i,s.set(`${r.split(`.`)[0]}.${a}`,r))}return[...t].map(([e,t])=>({deviceId:e,entities:t})).sort((t,n)=>Hn(t,e).localeCompare(Hn(n,e),e.language))}function Hn({deviceId:e},t){let n=t.devices[e];return n?.name_by_user||n?.name||`BackCare`}function Un(e,t,n){let r={type:`custom:backcare-card`,entity:Gn(e),...Y},i=zn.map(t=>({type:`grid`,cards:t.flatMap(t=>Wn(t,e,n))}));return{title:Hn(e,t),type:`sections`,max_columns:3,sections:[{type:`grid`,column_span:2,cards:[r]},...i.filter(({cards:e})=>e.length)]}}function Wn({name:e,icon:t,cards:n},{entities:r},i){let a=n.flatMap(([e,t])=>{let n=r.get(e);return n?[t(n)]:[]}),o={type:`heading`,heading:i[e],icon:t};return a.length?[o,...a]:[]}function Gn({entities:e}){return e.get(`switch.session`)??e.values().next().value}function Kn(e,t,n){let r=!!t.user?.is_admin&&!e,i=t.user?.is_admin?n.howToAdd:n.whoAdds;return{type:`panel`,title:n.title,cards:[{type:`empty-state`,icon:J,content_only:!0,title:e?n.unknown:n.nobody,content:e?n.howToMend:i,...r&&{buttons:[{icon:`mdi:plus`,text:n.add,appearance:`filled`,variant:`brand`,tap_action:{action:`navigate`,navigation_path:Ln}}]}}]}}var qn={"backcare-card":Tn,"backcare-ring":In,"ll-strategy-dashboard-backcare":Bn};for(let[e,t]of Object.entries(qn))customElements.get(e)||customElements.define(e,t);Mn();