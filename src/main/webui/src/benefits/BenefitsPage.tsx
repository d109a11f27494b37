export default function BenefitsPage() { return null; }
